namespace Operon.Runtime;

/// <summary>Durations in the units of a clock's timestamps, which unlike the time of day never jump.</summary>
internal static class Timestamps
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(3650);

    public static long Of(TimeSpan duration, TimeProvider time) =>
        (long)((Int128)(duration < _longest ? duration : _longest).Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
}
