namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Conversions between model times, which are UTC whatever their kind says, and <see cref="DateTimeOffset"/>.</summary>
internal static class Times
{
    public static DateTimeOffset Utc(DateTime time) =>
        new(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc));

    /// <summary>Objects carry whole seconds; comparing a finer time with what comes back would never be equal.</summary>
    public static DateTime ToSeconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
