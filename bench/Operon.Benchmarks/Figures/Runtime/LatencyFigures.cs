using System.Diagnostics;
using System.Globalization;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>B3: from the server's send to the first line of the reconcile, and what the machine and a client that does nothing take of it.</summary>
internal static class LatencyFigures
{
    private const int Seconds = 60;

    /// <summary>Warm-up at one event a second: twice the 30 calls after which the JIT compiles a method anew, and some.</summary>
    private const int SlowWarmUpSeconds = 70;

    /// <summary>Measures the builds published in <paramref name="folder"/>, first on one core that never sleeps, then once on all cores as they are.</summary>
    public static async Task MeasureAsync(string folder, int runs)
    {
        string[] arguments =
        [
            Path.Combine(SubjectBuild.Repository, "bench", "one-core.sh"),
            "dotnet", typeof(LatencyFigures).Assembly.Location, "figures", "latency", folder, runs.ToString(CultureInfo.InvariantCulture),
        ];
        using var process = Process.Start(new ProcessStartInfo("sh", arguments)) ?? throw new InvalidOperationException("sh did not start");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"sh {string.Join(' ', arguments)} failed");
        }

        await MeasureHereAsync(folder, runs: 1);
    }

    /// <summary>Measures on the cores this process may use.</summary>
    public static async Task MeasureHereAsync(string folder, int runs)
    {
        var builds = SubjectBuild.PublishedIn(folder);
        var where = Environment.ProcessorCount == 1 ? "one core" : $"{Environment.ProcessorCount} cores";
        await using var replay = await ReplayServer.StartAsync(Pods.Count);
        var kubeconfig = Path.Combine(folder, "replay");
        await File.WriteAllTextAsync(kubeconfig, replay.Kubeconfig);

        // At one event a second a minute has no p99 but only a slowest event: one long run instead of several.
        foreach (var (rate, seconds, times) in new[] { (1, 100 * runs, 1), (100, Seconds, runs), (1000, Seconds, runs) })
        {
            await RowAsync("latency", seconds, times, $"B3 event to reconcile, {rate}/s, {where}",
                $"{rate * seconds:N0} events in {seconds} s; 10,000 objects cached as metadata; from the server's send to the first line of the reconcile, TLS, client and server on the same machine");
            await RowAsync("wire", Seconds, 1, $"B3 floor, {rate}/s, {where}", $"the same stream from the same server, read by a client that does nothing with it; {Seconds} s");
            Task RowAsync(string mode, int duration, int repeats, string name, string note) => Rows.PrintAsync(
                name, builds, repeats, build => MeasureAsync(build, mode, kubeconfig, replay, rate, duration), "p50 {latency_ms_p50:0.00} ms, p99 {latency_ms_p99:0.00} ms, p99.9 {latency_ms_p999:0.00} ms", note);
        }

        var machine = await Pauses.MeasureAsync();
        await Rows.PrintAsync($"B3 the machine alone, {where}", builds, 1, _ => Task.FromResult(machine), "{percent:0.00} % of the time, longest {longest_ms:0.0} ms",
            "pauses of more than 0.5 ms of threads that only read the clock, one on each core, 30 s; {per_s:0.0} a second");
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(SubjectBuild build, string mode, string kubeconfig, ReplayServer replay, int rate, int seconds)
    {
        await using var subject = Subject.Start(build, mode, kubeconfig);
        await subject.UntilAsync("ready");
        // Warm-up: the JIT compiles hot methods several times, in the background.
        for (var round = 0; round < 3; round++)
        {
            await SendAsync(replay, 1000, 2_000);
        }

        if (rate == 1)
        {
            // Nor is what runs once a second at most warm: it has been called six times.
            await SendAsync(replay, rate, SlowWarmUpSeconds);
        }

        await subject.GoOnAsync();
        await subject.UntilAsync("warm");
        await SendAsync(replay, rate, rate * seconds);
        return await subject.FinishAsync();
    }

    private static async Task SendAsync(ReplayServer replay, int rate, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < count; sent++)
        {
            replay.Send(sent % Pods.Count);
            var due = TimeSpan.FromSeconds((sent + 1) / (double)rate) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due);
            }
        }

        await Task.Delay(500);
    }
}
