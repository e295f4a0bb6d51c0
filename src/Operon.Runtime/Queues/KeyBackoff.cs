namespace Operon.Runtime;

/// <summary>When a key may be handed out: back-off after failures, and the optional limits.</summary>
internal sealed class KeyBackoff<TKey>(QueueOptions options, TimeProvider time)
    where TKey : notnull, IEquatable<TKey>
{
    private const int SweepAbove = 1024;
    private readonly TokenBucket? _retries = options.Retries is { } limit ? new TokenBucket(limit, time) : null;
    private readonly TokenBucket? _perKey = options.PerKey is { } limit ? new TokenBucket(limit, time) : null;
    private readonly Dictionary<TKey, long> _keys = [];
    private long _retriesFullAt;
    private int _sweepAt = SweepAbove;

    /// <summary>The delay after one more failure.</summary>
    public TimeSpan Next(int failures, long now)
    {
        var delay = Exponential(failures);
        if (_retries is not { } bucket)
        {
            return delay;
        }

        var earliest = bucket.Earliest(_retriesFullAt, now);
        _retriesFullAt = bucket.Take(_retriesFullAt, now);
        var asked = time.GetElapsedTime(now, earliest);
        return asked > delay ? asked : delay;
    }

    /// <summary>When the key's own limit lets it be handed out again.</summary>
    public long Earliest(TKey key, long now) =>
        _perKey is { } bucket && _keys.TryGetValue(key, out var fullAt) ? bucket.Earliest(fullAt, now) : now;

    public void Taken(TKey key, long now)
    {
        if (_perKey is not { } bucket)
        {
            return;
        }

        _keys[key] = bucket.Take(_keys.GetValueOrDefault(key), now);
        if (_keys.Count >= _sweepAt)
        {
            Sweep(now);
        }
    }

    private TimeSpan Exponential(int failures)
    {
        var ticks = options.FirstBackoff.Ticks * Math.Pow(2, failures);
        return ticks < options.LongestBackoff.Ticks ? TimeSpan.FromTicks((long)ticks) : options.LongestBackoff;
    }

    /// <summary>A full bucket says nothing: the keys that have one are forgotten.</summary>
    private void Sweep(long now)
    {
        foreach (var (key, fullAt) in _keys)
        {
            if (fullAt <= now)
            {
                _keys.Remove(key);
            }
        }

        _sweepAt = Math.Max(SweepAbove, _keys.Count * 2);
    }
}
