using System.Globalization;

namespace Operon.Etcd.Objects;

/// <summary>Durations as people write them: numbers with units, such as <c>90s</c>, <c>10m</c> or <c>1h30m</c>.</summary>
internal static class Durations
{
    /// <summary>Null when the text is none, or not positive.</summary>
    public static TimeSpan? Parse(string text)
    {
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || digits > 9 || Unit(rest[digits]) is not { } unit)
            {
                return null;
            }

            total += unit * int.Parse(rest[..digits], CultureInfo.InvariantCulture);
            rest = rest[(digits + 1)..];
        }

        return total > TimeSpan.Zero ? total : null;
    }

    /// <summary>False for anything that is not a positive duration.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = Parse(text) ?? TimeSpan.Zero;
        return duration > TimeSpan.Zero;
    }

    /// <summary><paramref name="fallback"/> for no text; throws <see cref="InvalidSpecException"/> for one that is no duration.</summary>
    public static TimeSpan Read(string? text, TimeSpan fallback, string field) => string.IsNullOrEmpty(text)
        ? fallback
        : Parse(text) ?? throw new InvalidSpecException($"{field}: \"{text}\" is not a duration; write numbers with units, such as 10m or 1h30m");

    private static TimeSpan? Unit(char unit) => unit switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        _ => null,
    };
}
