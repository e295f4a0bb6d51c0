namespace Operon.Runtime;

/// <summary>
/// The arithmetic of a token bucket as one number: the time at which the bucket would be full again. Times are timestamps of the clock.
/// </summary>
internal readonly struct TokenBucket(RateLimit limit, TimeProvider time)
{
    private readonly long _interval = Timestamps.Of(limit.Period / limit.Events, time);
    private readonly long _tolerance = Timestamps.Of(limit.Period / limit.Events * (limit.Burst - 1), time);

    /// <summary>When the next event may happen.</summary>
    public long Earliest(long fullAt, long now) => Math.Max(now, fullAt - _tolerance);

    /// <summary>When the bucket is full again after an event at <paramref name="at"/>.</summary>
    public long Take(long fullAt, long at) => Math.Max(fullAt, at) + _interval;
}
