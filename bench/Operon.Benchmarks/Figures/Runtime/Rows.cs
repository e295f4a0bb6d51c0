using System.Globalization;

namespace Operon.Benchmarks.Figures.Runtime;

/// <summary>Rows of a Markdown table with a cell for each build.</summary>
internal static class Rows
{
    /// <summary>Measures each build <paramref name="runs"/> times and prints the medians; <c>{name:format}</c> in the texts stands for a measured value.</summary>
    public static async Task PrintAsync(
        string what, IReadOnlyList<SubjectBuild> builds, int runs, Func<SubjectBuild, Task<Dictionary<string, double>>> measure, string format, string note)
    {
        var cells = new List<string>();
        var medians = new List<Dictionary<string, double>>();
        foreach (var build in builds)
        {
            var all = new List<Dictionary<string, double>>();
            for (var run = 0; run < runs; run++)
            {
                all.Add(await measure(build));
            }

            var median = all[0].Keys.ToDictionary(key => key, key => all.Select(values => values[key]).Order().ElementAt(all.Count / 2));
            medians.Add(median);
            cells.Add(Fill(format, key => median[key]));
        }

        var remark = FillText(note, (key, shape) => string.Join(", ", medians.Select(median => median[key].ToString(shape, CultureInfo.InvariantCulture))));
        Console.WriteLine($"| {what} | {string.Join(" | ", cells)} | {remark}; median of {runs} |");
    }

    private static string Fill(string format, Func<string, double> value) =>
        FillText(format, (key, shape) => value(key).ToString(shape, CultureInfo.InvariantCulture));

    private static string FillText(string format, Func<string, string, string> value) =>
        System.Text.RegularExpressions.Regex.Replace(format, @"\{(\w+):([^}]+)\}", match => value(match.Groups[1].Value, match.Groups[2].Value));
}
