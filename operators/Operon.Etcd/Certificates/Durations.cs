using System.Globalization;

namespace Operon.Etcd.Certificates;

/// <summary>Durations as Kubernetes writes them: numbers with the units h, m and s, such as <c>2160h</c> or <c>1h30m</c>.</summary>
internal static class Durations
{
    /// <summary>False for anything that is not a positive duration.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = rest.IndexOfAnyExceptInRange('0', '9');
            if (length < 1 || !int.TryParse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            TimeSpan? part = rest[length] switch
            {
                'h' => TimeSpan.FromHours(number),
                'm' => TimeSpan.FromMinutes(number),
                's' => TimeSpan.FromSeconds(number),
                _ => null,
            };
            if (part is not { } value)
            {
                return false;
            }

            duration += value;
            rest = rest[(length + 1)..];
        }

        return duration > TimeSpan.Zero;
    }
}
