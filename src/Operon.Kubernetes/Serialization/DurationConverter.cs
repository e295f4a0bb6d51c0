using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operon.Kubernetes;

/// <summary>meta/v1 Duration: hours, minutes and seconds with units, such as <c>1h30m0s</c> or <c>250ms</c>, as Go reads and writes them.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    private static readonly SearchValues<char> _digits = SearchValues.Create("0123456789.");

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    public override TimeSpan ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString() ?? "");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WritePropertyName(Format(value));

    internal static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "0s";
        }

        // The absolute value of the smallest span does not fit.
        var ticks = value == TimeSpan.MinValue ? (UInt128)long.MaxValue + 1 : (UInt128)Math.Abs(value.Ticks);
        var text = new StringBuilder(value < TimeSpan.Zero ? "-" : "");
        if (ticks < TimeSpan.TicksPerSecond)
        {
            return text.Append(ticks >= TimeSpan.TicksPerMillisecond
                ? Units(ticks, TimeSpan.TicksPerMillisecond, "ms")
                : Units(ticks, TimeSpan.TicksPerMicrosecond, "µs")).ToString();
        }

        var hours = ticks / TimeSpan.TicksPerHour;
        var minutes = ticks % TimeSpan.TicksPerHour / TimeSpan.TicksPerMinute;
        if (hours > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        }

        if (hours > 0 || minutes > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{minutes}m");
        }

        return text.Append(Units(ticks % TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, "s")).ToString();
    }

    internal static TimeSpan Parse(string text)
    {
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        if (rest is "0")
        {
            return TimeSpan.Zero;
        }

        var ticks = 0m;
        var isValid = !rest.IsEmpty;
        while (isValid && !rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(_digits);
            isValid = digits > 0 && decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
                && TryUnit(rest[digits..], out var unit)
                && TryAdd(ref ticks, count, unit);
            rest = isValid ? rest[(digits + UnitLength(rest[digits..]))..] : rest;
        }

        return isValid && ticks <= long.MaxValue
            ? TimeSpan.FromTicks((long)(isNegative ? -ticks : ticks))
            : throw new JsonException($"'{text}' is not a duration, such as 1h30m, 45s or 250ms.");
    }

    private static bool TryAdd(ref decimal ticks, decimal count, decimal unit)
    {
        if (count > long.MaxValue / unit)
        {
            return false;
        }

        ticks += count * unit;
        return true;
    }

    private static bool TryUnit(ReadOnlySpan<char> text, out decimal unit)
    {
        unit = text[..UnitLength(text)] switch
        {
            "h" => TimeSpan.TicksPerHour,
            "m" => TimeSpan.TicksPerMinute,
            "s" => TimeSpan.TicksPerSecond,
            "ms" => TimeSpan.TicksPerMillisecond,
            // The micro sign, and the Greek letter people type for it.
            "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
            "ns" => 0.01m,
            _ => 0,
        };
        return unit > 0;
    }

    private static int UnitLength(ReadOnlySpan<char> text) => text.IndexOfAny(_digits) is var next && next < 0 ? text.Length : next;

    private static string Units(UInt128 ticks, long unit, string name) =>
        ((decimal)(long)ticks / unit).ToString("0.#######", CultureInfo.InvariantCulture) + name;
}
