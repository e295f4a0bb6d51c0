using System.Globalization;
using System.Text.RegularExpressions;

namespace Operon.Runtime;

/// <summary>Durations as Go writes them (<c>1h30m</c>, <c>15s</c>, <c>500ms</c>), as .NET does (<c>00:00:15</c>), or <c>0</c>.</summary>
internal static partial class DurationText
{
    public static TimeSpan Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time))
        {
            return time;
        }

        var match = Go().Match(text);
        if (!match.Success || text.Length == 0)
        {
            throw new FormatException($"\"{text}\" is not a duration; write 30s, 1h30m or 500ms");
        }

        return Part("h") * TimeSpan.FromHours(1) + Part("m") * TimeSpan.FromMinutes(1) + Part("s") * TimeSpan.FromSeconds(1) + Part("ms") * TimeSpan.FromMilliseconds(1);

        double Part(string unit) => match.Groups[unit] is { Success: true } part ? double.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m(?!s))?(?:(?<s>\d+(?:\.\d+)?)s)?(?:(?<ms>\d+(?:\.\d+)?)ms)?$")]
    private static partial Regex Go();
}
