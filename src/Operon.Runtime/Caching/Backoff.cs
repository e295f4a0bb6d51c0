namespace Operon.Runtime;

/// <summary>Exponential delays with jitter; starts over after a time without failure.</summary>
internal sealed class Backoff(TimeProvider time, TimeSpan first, TimeSpan cap, TimeSpan resetAfter)
{
    private TimeSpan? _next;
    private long _last;

    public static Backoff ForReflector(TimeProvider time) =>
        new(time, TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));

    /// <summary>The delay before the next try: the base to twice the base.</summary>
    public TimeSpan Next()
    {
        if (_last != 0 && time.GetElapsedTime(_last) > resetAfter)
        {
            _next = null;
        }

        var delay = _next ?? first;
        _next = delay * 2 < cap ? delay * 2 : cap;
        _last = time.GetTimestamp();
#pragma warning disable CA5394 // Spreads load; nothing secret depends on it.
        return delay * (1 + Random.Shared.NextDouble());
#pragma warning restore CA5394
    }
}
