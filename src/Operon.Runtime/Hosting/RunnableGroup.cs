namespace Operon.Runtime;

/// <summary>Runnables that start together and are waited for together. One added after the start starts at once.</summary>
internal sealed class RunnableGroup(Action<Exception> failed, CancellationToken stop)
{
    private readonly Lock _lock = new();
    private readonly List<Func<CancellationToken, Task>> _waiting = [];
    private readonly List<Task> _running = [];
    private bool _isStarted;

    public void Add(Func<CancellationToken, Task> runnable)
    {
        lock (_lock)
        {
            if (_isStarted)
            {
                Start(runnable);
            }
            else
            {
                _waiting.Add(runnable);
            }
        }
    }

    public void Start()
    {
        lock (_lock)
        {
            _isStarted = true;
            _waiting.ForEach(Start);
            _waiting.Clear();
        }
    }

    public Task WaitAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_running);
        }
    }

    private void Start(Func<CancellationToken, Task> runnable) => _running.Add(Task.Run(() => RunAsync(runnable), CancellationToken.None));

    private async Task RunAsync(Func<CancellationToken, Task> runnable)
    {
        try
        {
            await runnable(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Becomes the failure of the whole manager.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failed(e);
        }
    }
}
