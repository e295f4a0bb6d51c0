namespace Operon.ApiServer.Printing;

/// <summary>Durations as kubectl prints ages: two units at most, coarser as they grow.</summary>
internal static class HumanDuration
{
    public static string Of(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1)
        {
            return "<invalid>";
        }
        if (seconds < 0)
        {
            return "0s";
        }
        var (minutes, hours) = (seconds / 60, seconds / 3600);
        var (days, years) = (hours / 24, hours / 24 / 365);
        return seconds switch
        {
            < 120 => $"{seconds}s",
            < 600 => Two(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => Two(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => $"{hours}h",
            < 192 * 3600 => Two(days, "d", hours % 24, "h"),
            < 2L * 365 * 24 * 3600 => $"{days}d",
            < 8L * 365 * 24 * 3600 => Two(years, "y", days % 365, "d"),
            _ => $"{years}y",
        };
    }

    /// <summary>The age of a time; <c>&lt;unknown&gt;</c> when there is none.</summary>
    public static string Since(DateTimeOffset? time, DateTimeOffset now) => time is { } known ? Of(now - known) : "<unknown>";

    private static string Two(long big, string bigUnit, long small, string smallUnit) => small == 0 ? $"{big}{bigUnit}" : $"{big}{bigUnit}{small}{smallUnit}";
}
