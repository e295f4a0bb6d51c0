using System.Diagnostics;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>
/// What the machine does to a latency, whatever is measured on it: threads that only read the clock, one for each core, and how long they were held up.
/// </summary>
internal static class Pauses
{
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan _time = TimeSpan.FromSeconds(30);

    /// <summary>Pauses of more than half a millisecond: how many per second and core, their share of the time, and the longest.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync()
    {
        var cores = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(Watch, TaskCreationOptions.LongRunning)));
        var pauses = cores.SelectMany(core => core).ToList();
        var time = _time * cores.Length;
        return new()
        {
            ["per_s"] = pauses.Count / time.TotalSeconds,
            ["percent"] = 100 * pauses.Sum(pause => pause.TotalSeconds) / time.TotalSeconds,
            ["longest_ms"] = pauses.DefaultIfEmpty().Max().TotalMilliseconds,
        };
    }

    private static List<TimeSpan> Watch()
    {
        var pauses = new List<TimeSpan>();
        var start = Stopwatch.GetTimestamp();
        for (var last = start; Stopwatch.GetElapsedTime(start, last) < _time;)
        {
            var now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(last, now) is var pause && pause > _least)
            {
                pauses.Add(pause);
            }

            last = now;
        }

        return pauses;
    }
}
