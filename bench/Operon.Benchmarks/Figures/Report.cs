namespace Operon.Benchmarks.Figures;

/// <summary>Prints figures as rows of a Markdown table.</summary>
internal static class Report
{
    public static void Header() => Console.WriteLine("| What | Figure | Note |\n|---|---|---|");

    public static void Row(string what, string figure, string note) => Console.WriteLine($"| {what} | {figure} | {note} |");

    /// <summary>Median and spread of repeated runs, in seconds.</summary>
    public static void Seconds(string what, IReadOnlyList<TimeSpan> runs, string note)
    {
        var sorted = runs.Order().ToList();
        Row(what, $"{sorted[sorted.Count / 2].TotalSeconds:0.00} s", $"median of {sorted.Count}, {sorted[0].TotalSeconds:0.00} to {sorted[^1].TotalSeconds:0.00} s; {note}");
    }
}
