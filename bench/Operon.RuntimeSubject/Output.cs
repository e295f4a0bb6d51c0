using System.Globalization;

namespace Operon.RuntimeSubject;

/// <summary>Figures and marks as lines for the measuring process.</summary>
internal static class Output
{
    public static void Value(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.######}"));

    public static void Mark(string name) => Console.WriteLine(name);

    /// <summary>Waits for the next line of input, on a thread of its own (the console's reader holds the thread it is called on); false at its end.</summary>
    public static Task<bool> WaitAsync() => Task.Factory.StartNew(() => Console.In.ReadLine() is not null, TaskCreationOptions.LongRunning);

    public static void Percentiles(string name, List<double> values)
    {
        values.Sort();
        Value(name + "_count", values.Count);
        foreach (var (label, part) in new[] { ("p50", 0.5), ("p99", 0.99), ("p999", 0.999) })
        {
            Value($"{name}_{label}", values.Count == 0 ? 0 : values[(int)Math.Ceiling(values.Count * part) - 1]);
        }
    }
}
