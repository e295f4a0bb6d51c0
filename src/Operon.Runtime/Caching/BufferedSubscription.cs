using System.Threading.Channels;

namespace Operon.Runtime;

/// <summary>A handler with a buffer and a task of its own.</summary>
internal sealed class BufferedSubscription<T> : InformerSubscription<T>
    where T : class
{
    private readonly Channel<(ObjectChange<T> Change, bool IsEndOfInitial)> _buffer =
        Channel.CreateUnbounded<(ObjectChange<T>, bool)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ObjectChange<T>, CancellationToken, ValueTask> _handler;
    private readonly Action<ObjectChange<T>, Exception> _failed;
    private readonly Action<int> _pendingChanged;
    private int _pending;

    public BufferedSubscription(
        Func<ObjectChange<T>, CancellationToken, ValueTask> handler,
        Action<InformerSubscription<T>> remove,
        Action<ObjectChange<T>, Exception> failed,
        Action<int> pendingChanged)
        : base(_ => { }, remove, Task.CompletedTask)
    {
        _handler = handler;
        _failed = failed;
        _pendingChanged = pendingChanged;
        _ = Task.Run(PumpAsync);
    }

    public override bool HasSynced => _synced.Task.IsCompletedSuccessfully;

    public override int Pending => Volatile.Read(ref _pending);

    public override Task WaitForSyncAsync(CancellationToken cancellationToken) => _synced.Task.WaitAsync(cancellationToken);

    public override void Deliver(ObjectChange<T> change)
    {
        Interlocked.Increment(ref _pending);
        _pendingChanged(1);
        if (!_buffer.Writer.TryWrite((change, false)))
        {
            Done();
        }
    }

    public override void Synced() => _buffer.Writer.TryWrite((default, true));

    protected override void Dispose(bool disposing)
    {
        _buffer.Writer.TryComplete();
        _stop.Cancel();
        _synced.TrySetCanceled();
        base.Dispose(disposing);
    }

    private async Task PumpAsync()
    {
        await foreach (var (change, isEndOfInitial) in _buffer.Reader.ReadAllAsync())
        {
            if (isEndOfInitial)
            {
                _synced.TrySetResult();
                continue;
            }

            try
            {
                if (!_stop.IsCancellationRequested)
                {
                    await _handler(change, _stop.Token);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
            }
#pragma warning disable CA1031 // One change a handler cannot deal with must not end the delivery of the others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _failed(change, e);
            }

            Done();
        }
    }

    private void Done()
    {
        Interlocked.Decrement(ref _pending);
        _pendingChanged(-1);
    }
}
