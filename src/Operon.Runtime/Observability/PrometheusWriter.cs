using System.Globalization;
using System.Text;

namespace Operon.Runtime;

/// <summary>Writes metrics as Prometheus text (0.0.4) or OpenMetrics text (1.0.0).</summary>
internal sealed class PrometheusWriter(bool isOpenMetrics)
{
    public const string TextMediaType = "text/plain; version=0.0.4; charset=utf-8";
    public const string OpenMetricsMediaType = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private readonly StringBuilder _text = new();

    public string Write(IEnumerable<MetricFamily> families)
    {
        foreach (var family in families)
        {
            var series = family.Series.Select(one => (Labels: Labels(one.Tags), Series: one)).OrderBy(one => one.Labels, StringComparer.Ordinal).ToArray();
            if (series.Length > 0)
            {
                Head(family);
                foreach (var (labels, one) in series)
                {
                    Series(family, labels, one);
                }
            }
        }

        return isOpenMetrics ? _text.Append("# EOF\n").ToString() : _text.ToString();
    }

    private void Head(MetricFamily family)
    {
        // OpenMetrics names a counter without its suffix; one that has no suffix cannot be a counter there.
        var isTotal = family.Name.EndsWith("_total", StringComparison.Ordinal);
        var name = isOpenMetrics && family.Type == MetricType.Counter && isTotal ? family.Name[..^"_total".Length] : family.Name;
        var type = family.Type switch
        {
            MetricType.Counter when isOpenMetrics && !isTotal => "unknown",
            MetricType.Counter => "counter",
            MetricType.Gauge => "gauge",
            _ => "histogram",
        };
        if (!string.IsNullOrEmpty(family.Help))
        {
            _text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Help, isLabel: isOpenMetrics)).Append('\n');
        }

        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Series(MetricFamily family, string labels, MetricSeries series)
    {
        var (sum, counts) = series.Read();
        if (family.Type != MetricType.Histogram)
        {
            Sample(family.Name, labels, sum);
            return;
        }

        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            var bound = i < family.Bounds.Length ? Number(family.Bounds[i]) : "+Inf";
            Sample($"{family.Name}_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", total);
        }

        Sample($"{family.Name}_sum", labels, sum);
        Sample($"{family.Name}_count", labels, total);
    }

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Labels(KeyValuePair<string, object?>[] tags) => string.Join(
        ',',
        tags.Select(tag => (Name: PrometheusName.Label(tag.Key), Value: Escape(Text(tag.Value), isLabel: true)))
            .OrderBy(tag => tag.Name, StringComparer.Ordinal)
            .Select(tag => $"{tag.Name}=\"{tag.Value}\""));

    private static string Text(object? value) => value switch
    {
        null => "",
        bool boolean => boolean ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text, bool isLabel)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
