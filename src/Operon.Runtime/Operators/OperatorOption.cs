using System.Text;

namespace Operon.Runtime;

/// <summary>One option by its three names: <c>MetricsAddress</c>, <c>OPERON_METRICS_ADDRESS</c>, <c>--metrics-address</c>.</summary>
/// <param name="Name">Its property.</param>
/// <param name="Help">For <c>--help</c>.</param>
/// <param name="Set">Reads it from text. Throws <see cref="FormatException"/>.</param>
/// <param name="IsSwitch">A flag that needs no value on the command line.</param>
internal sealed record OperatorOption(string Name, string Help, Action<OperatorOptions, string> Set, bool IsSwitch = false)
{
    public string Flag { get; } = $"--{Separated(Name, '-').ToLowerInvariant()}";

    public string Variable { get; } = $"OPERON_{Separated(Name, '_').ToUpperInvariant()}";

    public string Key => $"{OperatorOptionsReader.Section}:{Name}";

    private static string Separated(string name, char separator)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append(separator);
            }

            text.Append(letter);
        }

        return text.ToString();
    }
}
