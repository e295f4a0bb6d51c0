using System.Globalization;
using System.Text;

namespace Operon.Soak;

/// <summary>What a soak run found.</summary>
internal sealed record SoakReport(int Seed, IReadOnlyList<Sample> Samples, long Changes, long Reconciles, long FaultsFired, long Overlaps, IReadOnlyList<string> Missed)
{
    private const double Mebibyte = 1024 * 1024;

    // Far above noise and far below a leak of one object per change: growth is judged over the second half of the run, when everything is warm.
    private const double MostHeapGrowth = 32 * Mebibyte;
    private const int MostHandleGrowth = 200;
    private const int MostThreadGrowth = 64;

    public IReadOnlyList<string> Failures => [.. Failing()];

    public string ToText()
    {
        var text = new StringBuilder();
        Line(text, $"seed {Seed}: {Changes:N0} changes, {Reconciles:N0} reconciles, {FaultsFired:N0} faults hit, {Overlaps} parallel reconciles of one key, {Missed.Count} missed");
        Line(text, $"");
        Line(text, $"| minute | heap after GC, MiB | resident, MiB | handles | threads |");
        Line(text, $"|---|---|---|---|---|");
        foreach (var sample in Samples)
        {
            Line(text, $"| {sample.Minute:0.0} | {sample.HeapBytes / Mebibyte:0.0} | {sample.ResidentBytes / Mebibyte:0.0} | {sample.Handles} | {sample.Threads} |");
        }

        Line(text, $"");
        Line(text, $"slope over the second half: heap {Slope(sample => sample.HeapBytes) / 1024:0.0} KiB/min, resident {Slope(sample => sample.ResidentBytes) / 1024:0.0} KiB/min, handles {Slope(sample => sample.Handles):0.0}/min, threads {Slope(sample => sample.Threads):0.0}/min");
        foreach (var failure in Failures)
        {
            Line(text, $"FAILED: {failure}");
        }

        return text.ToString();

        static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private IEnumerable<string> Failing()
    {
        foreach (var missed in Missed)
        {
            yield return $"missed: {missed}";
        }

        if (Overlaps > 0)
        {
            yield return "a key was reconciled twice at once";
        }

        var half = SecondHalf();
        var (first, last) = (half[0], half[^1]);
        if (last.HeapBytes - first.HeapBytes > MostHeapGrowth)
        {
            yield return "the managed heap grew";
        }

        if (last.Handles - first.Handles > MostHandleGrowth)
        {
            yield return "open handles grew";
        }

        if (last.Threads - first.Threads > MostThreadGrowth)
        {
            yield return "threads grew";
        }
    }

    private IReadOnlyList<Sample> SecondHalf() => [.. Samples.Skip(Samples.Count / 2)];

    /// <summary>Least squares, per minute.</summary>
    private double Slope(Func<Sample, double> value)
    {
        var half = SecondHalf();
        var middle = half.Average(sample => sample.Minute);
        var mean = half.Average(value);
        var spread = half.Sum(sample => (sample.Minute - middle) * (sample.Minute - middle));
        return spread == 0 ? 0 : half.Sum(sample => (sample.Minute - middle) * (value(sample) - mean)) / spread;
    }
}
