namespace Operon.Testing;

/// <summary>A fault in force. Dispose it to take it back: requests it holds open are then cut.</summary>
public sealed class FaultHandle : IDisposable
{
    private readonly FaultInjector _owner;
    private readonly CancellationTokenSource _removed = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _hit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;
    private int _fired;
    private int _isDisposed;

    internal FaultHandle(FaultInjector owner, Fault fault)
    {
        _owner = owner;
        Fault = fault;
        Removed = _removed.Token;
    }

    /// <summary>The fault.</summary>
    public Fault Fault { get; }

    /// <summary>How often it hit.</summary>
    public int Fired
    {
        get
        {
            lock (_lock)
            {
                return _fired;
            }
        }
    }

    internal CancellationToken Removed { get; }

    /// <summary>Waits until it has hit that often. Throws <see cref="TestClusterException"/> when it has not within the time (default 30 s).</summary>
    public async Task WaitAsync(int times = 1, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout ?? TestCluster.DefaultTimeout);
        while (true)
        {
            Task hit;
            lock (_lock)
            {
                if (_fired >= times)
                {
                    return;
                }

                hit = _hit.Task;
            }

            try
            {
                await hit.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TestClusterException($"The fault '{Fault}' hit {Fired} times instead of {times}.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _owner.Remove(this);
            _removed.Cancel();
            _removed.Dispose();
        }
    }

    /// <summary>Whether the fault hits this time; counts it when it does.</summary>
    internal bool TryFire(Func<double> chance)
    {
        lock (_lock)
        {
            if (Fault.Count is { } count && _fired >= count)
            {
                return false;
            }

            if (_seen++ < Fault.Skipped || (Fault.Probability < 1 && chance() >= Fault.Probability))
            {
                return false;
            }

            _fired++;
            _hit.TrySetResult();
            _hit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }
}
