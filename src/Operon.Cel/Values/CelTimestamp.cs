namespace Operon.Cel;

/// <summary>A point in time between the years 1 and 9999.</summary>
internal sealed class CelTimestamp(long seconds, int nanoseconds) : CelValue
{
    public const long MinSeconds = -62135596800;
    public const long MaxSeconds = 253402300799;

    /// <summary>Seconds since 1970.</summary>
    public long Seconds => seconds;

    /// <summary>0 to 999,999,999.</summary>
    public int Nanoseconds => nanoseconds;

    public override CelType Type => CelType.Timestamp;

    public override object Unwrap() => new DateTimeOffset(DateTime, TimeSpan.Zero);

    public DateTime DateTime => new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100));

    public static CelTimestamp Of(DateTime time)
    {
        var ticks = time.Ticks - new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var seconds = ticks / TimeSpan.TicksPerSecond;
        var rest = ticks % TimeSpan.TicksPerSecond;
        return rest < 0 ? new(seconds - 1, (int)((rest + TimeSpan.TicksPerSecond) * 100)) : new(seconds, (int)(rest * 100));
    }

    public int CompareTo(CelTimestamp other) =>
        seconds != other.Seconds ? seconds.CompareTo(other.Seconds) : nanoseconds.CompareTo(other.Nanoseconds);

    internal override bool EqualTo(CelValue other) => other is CelTimestamp t && t.Seconds == seconds && t.Nanoseconds == nanoseconds;
}
