using System.Globalization;
using System.Text;

namespace Operon.Cel;

/// <summary>Durations in Go's notation and timestamps in RFC 3339.</summary>
internal static class TimeText
{
    private static readonly Dictionary<string, decimal> Units = new(StringComparer.Ordinal)
    {
        ["ns"] = 1m, ["us"] = 1_000m, ["µs"] = 1_000m, ["μs"] = 1_000m, ["ms"] = 1_000_000m, ["s"] = 1_000_000_000m,
        ["m"] = 60_000_000_000m, ["h"] = 3_600_000_000_000m,
    };

    /// <summary>Such as <c>1h30m</c>, <c>-1.5s</c>, <c>0</c>; null for anything else or what does not fit 64 bits of nanoseconds.</summary>
    public static CelDuration? Duration(string text)
    {
        var position = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        if (position == text.Length)
        {
            return null;
        }
        if (text.Length == position + 1 && text[position] == '0')
        {
            return new CelDuration(0);
        }
        var total = 0m;
        while (position < text.Length)
        {
            var numberEnd = position;
            while (numberEnd < text.Length && text[numberEnd] is (>= '0' and <= '9') or '.')
            {
                numberEnd++;
            }
            var unitEnd = numberEnd;
            while (unitEnd < text.Length && text[unitEnd] is not ((>= '0' and <= '9') or '.'))
            {
                unitEnd++;
            }
            if (!decimal.TryParse(text.Substring(position, numberEnd - position), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || !Units.TryGetValue(text.Substring(numberEnd, unitEnd - numberEnd), out var unit)
                || number > 1e19m)
            {
                return null;
            }
            total += number * unit;
            if (total > 9223372036854775808m)
            {
                return null;
            }
            position = unitEnd;
        }
        total = decimal.Truncate(text[0] == '-' ? -total : total);
        return total > long.MaxValue ? null : new CelDuration((long)total);
    }

    /// <summary>RFC 3339 with a zone; null for anything else.</summary>
    public static CelTimestamp? Timestamp(string text)
    {
        if (text.Length < 20 || text[10] is not ('T' or 't') || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':')
        {
            return null;
        }
        if (!DateTime.TryParseExact(text.Substring(0, 10) + "T" + text.Substring(11, 8), "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return null;
        }
        var position = 19;
        var nanoseconds = 0;
        if (text[position] == '.')
        {
            var end = position + 1;
            while (end < text.Length && text[end] is >= '0' and <= '9')
            {
                end++;
            }
            if (end == position + 1)
            {
                return null;
            }
            var digits = text.Substring(position + 1, end - position - 1);
            nanoseconds = int.Parse(digits.Length > 9 ? digits.Substring(0, 9) : digits.PadRight(9, '0'), CultureInfo.InvariantCulture);
            position = end;
        }
        if (Offset(text.Substring(position)) is not { } offset)
        {
            return null;
        }
        var seconds = CelTimestamp.Of(time).Seconds - offset;
        return seconds is < CelTimestamp.MinSeconds or > CelTimestamp.MaxSeconds ? null : new CelTimestamp(seconds, nanoseconds);
    }

    public static string Format(CelDuration duration)
    {
        var seconds = duration.Nanoseconds / 1_000_000_000m;
        return seconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s";
    }

    public static string Format(CelTimestamp timestamp)
    {
        var text = new StringBuilder(timestamp.DateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        if (timestamp.Nanoseconds != 0)
        {
            text.Append('.').Append(timestamp.Nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0'));
        }
        return text.Append('Z').ToString();
    }

    // Seconds east of UTC.
    private static int? Offset(string zone)
    {
        if (zone is "Z" or "z")
        {
            return 0;
        }
        return zone.Length == 6 && zone[0] is '+' or '-' && zone[3] == ':'
            && int.TryParse(zone.Substring(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            && int.TryParse(zone.Substring(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && hours < 24 && minutes < 60
                ? ((hours * 3600) + (minutes * 60)) * (zone[0] == '-' ? -1 : 1)
                : null;
    }
}
