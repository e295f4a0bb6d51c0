namespace Operon.Runtime;

/// <summary>
/// Decides when a watch is dead: it outlives the lifetime the server was given, or, once the server is known to send bookmarks, it is silent for too
/// long.
/// </summary>
internal sealed class WatchActivity : IDisposable
{
    private static readonly TimeSpan _rearmAfter = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _source;
    private readonly long _started;
    private readonly TimeSpan _longest;
    private long _armed;
    private TimeSpan? _limit;

    public WatchActivity(TimeProvider time, TimeSpan longest, TimeSpan? silence)
    {
        _time = time;
        _longest = longest;
        _limit = silence;
        _started = _armed = time.GetTimestamp();
        _source = new CancellationTokenSource(Shorter(longest, silence), time);
    }

    /// <summary>Cancelled when the watch is dead.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Something arrived; from now on silence may last as long as <paramref name="silence"/>.</summary>
    public void Seen(TimeSpan? silence)
    {
        // Setting a timer for each event of a burst would cost more than the event.
        if (silence == _limit && _time.GetElapsedTime(_armed) < _rearmAfter)
        {
            return;
        }

        _limit = silence;
        _armed = _time.GetTimestamp();
        var left = _longest - _time.GetElapsedTime(_started);
        _source.CancelAfter(Shorter(left > TimeSpan.Zero ? left : TimeSpan.Zero, silence));
    }

    public void Dispose() => _source.Dispose();

    private static TimeSpan Shorter(TimeSpan one, TimeSpan? other) => other is { } limit && limit < one ? limit : one;
}
