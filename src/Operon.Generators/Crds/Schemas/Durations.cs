using System.Globalization;
using System.Text;

namespace Operon.Generators;

/// <summary>Spans of time as Kubernetes writes them: <c>1h30m0s</c>, <c>1.5s</c>, <c>100ms</c>.</summary>
internal static class Durations
{
    public static string ToText(TimeSpan span)
    {
        if (span == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder(span < TimeSpan.Zero ? "-" : "");
        var size = span.Duration();
        if (size < TimeSpan.FromSeconds(1))
        {
            var ticks = size.Ticks;
            return text.Append(ticks >= TimeSpan.TicksPerMillisecond ? Fraction(ticks, TimeSpan.TicksPerMillisecond, "ms") : Fraction(ticks, 10, "µs")).ToString();
        }

        var hours = (long)size.TotalHours;
        if (hours > 0)
        {
            text.Append(hours.ToString(CultureInfo.InvariantCulture)).Append('h');
        }

        if (hours > 0 || size.Minutes > 0)
        {
            text.Append(size.Minutes.ToString(CultureInfo.InvariantCulture)).Append('m');
        }

        return text.Append(Fraction(size.Ticks % TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, "s")).ToString();
    }

    private static string Fraction(long ticks, long unit, string name) => ((decimal)ticks / unit).ToString("0.#######", CultureInfo.InvariantCulture) + name;
}
