using System.Globalization;

namespace Operon.RuntimeSubject;

/// <summary>Figures and marks as lines for the measuring process.</summary>
internal static class Output
{
    public static void Value(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.######}"));

    public static void Mark(string name) => Console.WriteLine(name);

    /// <summary>Waits for the next line of input; false at its end.</summary>
    public static async Task<bool> WaitAsync() => await Console.In.ReadLineAsync() is not null;

    public static void Percentiles(string name, List<double> values)
    {
        values.Sort();
        Value(name + "_count", values.Count);
        foreach (var (label, part) in new[] { ("p50", 0.5), ("p99", 0.99), ("p999", 0.999) })
        {
            Value($"{name}_{label}", values.Count == 0 ? 0 : values[Math.Min(values.Count - 1, (int)(values.Count * part))]);
        }
    }
}
