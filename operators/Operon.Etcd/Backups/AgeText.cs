using System.Globalization;

namespace Operon.Etcd.Backups;

/// <summary>Ages such as <c>90m</c>, <c>36h</c>, <c>30d</c> or <c>8w</c>.</summary>
internal static class AgeText
{
    public static bool TryParse(string text, out TimeSpan age)
    {
        age = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            return false;
        }

        age = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            'w' => TimeSpan.FromDays(7L * number),
            _ => default,
        };
        return age > default(TimeSpan);
    }
}
