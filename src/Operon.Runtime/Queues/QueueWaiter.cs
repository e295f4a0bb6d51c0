using System.Threading.Tasks.Sources;

namespace Operon.Runtime;

/// <summary>A worker that waits for a key. Reused, so that waiting allocates nothing.</summary>
internal sealed class QueueWaiter<TKey>(WorkQueue<TKey> queue) : IValueTaskSource<QueueItem<TKey>?>
    where TKey : notnull, IEquatable<TKey>
{
    // Whoever adds a key must never run the worker that gets it.
    private ManualResetValueTaskSourceCore<QueueItem<TKey>?> _core = new() { RunContinuationsAsynchronously = true };

    public ValueTask<QueueItem<TKey>?> Task => new(this, _core.Version);

    public void Set(QueueItem<TKey>? item) => _core.SetResult(item);

    public QueueItem<TKey>? GetResult(short token)
    {
        var item = _core.GetResult(token);
        _core.Reset();
        queue.Return(this);
        return item;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
