using System.Text;

namespace Operon.Runtime;

/// <summary>
/// Names of metrics for Prometheus. A name without a dot is meant for Prometheus and stays; a dotted one (<c>dotnet.gc.collections</c>) follows
/// OpenTelemetry's rules: underscores, the unit as a suffix, <c>_total</c> on counters.
/// </summary>
internal static class PrometheusName
{
    public static string Of(string name, string? unit, MetricType type)
    {
        if (!name.Contains('.', StringComparison.Ordinal))
        {
            return Label(name);
        }

        var text = new StringBuilder(Label(name));
        Suffix(text, unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", "1" when type == MetricType.Gauge => "_ratio", _ => "" });
        Suffix(text, type == MetricType.Counter ? "_total" : "");
        return text.ToString();
    }

    /// <summary>The name with everything but letters, digits and underscores replaced.</summary>
    public static string Label(string name)
    {
        if (name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(IsAllowed))
        {
            return name;
        }

        var text = string.Create(name.Length, name, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = IsAllowed(source[i]) ? source[i] : '_';
            }
        });
        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? $"_{text}" : text;
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    private static void Suffix(StringBuilder text, string suffix)
    {
        if (!text.ToString().EndsWith(suffix, StringComparison.Ordinal))
        {
            text.Append(suffix);
        }
    }
}
