using System.Globalization;

namespace Operon.Cel.Functions;

/// <summary>Parts of timestamps, in UTC or a zone, and of durations.</summary>
internal static class TimeFunctions
{
    public static void AddTo(FunctionTable table)
    {
        Part("getFullYear", "year", t => t.Year);
        Part("getMonth", "month", t => t.Month - 1);
        Part("getDayOfYear", "day_of_year", t => t.DayOfYear - 1);
        Part("getDayOfMonth", "day_of_month", t => t.Day - 1);
        Part("getDate", "day_of_month_1_based", t => t.Day);
        Part("getDayOfWeek", "day_of_week", t => (int)t.DayOfWeek);
        Part("getHours", "hours", t => t.Hour);
        Part("getMinutes", "minutes", t => t.Minute);
        Part("getSeconds", "seconds", t => t.Second);
        Part("getMilliseconds", "milliseconds", t => t.Millisecond);
        Span("getHours", "hours", 3_600_000_000_000);
        Span("getMinutes", "minutes", 60_000_000_000);
        Span("getSeconds", "seconds", 1_000_000_000);
        table.Member("getMilliseconds", "duration_to_milliseconds", CelType.Int, a => CelInt.From(((CelDuration)a[0]).Nanoseconds / 1_000_000 % 1000), CelType.Duration);

        void Part(string function, string id, Func<DateTime, int> part)
        {
            table.Member(function, $"timestamp_to_{id}", CelType.Int, a => CelInt.From(part(((CelTimestamp)a[0]).DateTime)), CelType.Timestamp);
            table.Member(function, $"timestamp_to_{id}_with_tz", CelType.Int,
                a => Local((CelTimestamp)a[0], ((CelString)a[1]).Text, out var problem) is { } time ? CelInt.From(part(time)) : problem!, CelType.Timestamp, CelType.String);
        }

        void Span(string function, string id, long unit) =>
            table.Member(function, $"duration_to_{id}", CelType.Int, a => CelInt.From(((CelDuration)a[0]).Nanoseconds / unit), CelType.Duration);
    }

    private static DateTime? Local(CelTimestamp time, string zone, out CelError? problem)
    {
        problem = null;
        var text = zone.Length > 0 && zone[0] is '+' or '-' ? zone.Substring(1) : zone;
        var parts = text.Split(':');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
        {
            var offset = new TimeSpan(hours, minutes, 0);
            return time.DateTime + (zone[0] == '-' ? -offset : offset);
        }
        try
        {
            return TimeZoneInfo.ConvertTimeFromUtc(time.DateTime, zone is "" or "UTC" ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone));
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            problem = new CelError($"unknown time zone {zone}");
            return null;
        }
    }
}
