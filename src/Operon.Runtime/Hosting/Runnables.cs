using System.Diagnostics;

namespace Operon.Runtime;

/// <summary>Runnables that start together, are stopped together and are waited for together. One added after the start starts at once.</summary>
#pragma warning disable CA1001 // A token source without a timer holds nothing to dispose of.
internal sealed class Runnables(RunnableGroup group, Action<Exception> failed)
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly List<(Func<CancellationToken, Task> Run, Func<CancellationToken, Task>? Ready)> _waiting = [];
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _isStarted;
    private bool _isStopped;

    public RunnableGroup Group => group;

    /// <summary>Throws <see cref="InvalidOperationException"/> after the stop.</summary>
    public void Add(Func<CancellationToken, Task> run, Func<CancellationToken, Task>? ready = null)
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                throw new InvalidOperationException($"The manager has stopped its {group} runnables: nothing can be added any more. Create a new manager.");
            }

            if (_isStarted)
            {
                Start(run);
            }
            else
            {
                _waiting.Add((run, ready));
            }
        }
    }

    /// <summary>Starts what waits and returns how to wait for its readiness. Does nothing after a stop.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Start()
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return [];
            }

            _isStarted = true;
            _waiting.ForEach(one => Start(one.Run));
            IReadOnlyList<Func<CancellationToken, Task>> ready = [.. _waiting.Select(one => one.Ready).OfType<Func<CancellationToken, Task>>()];
            _waiting.Clear();
            return ready;
        }
    }

    /// <summary>Starts what waits, and returns when all of it says that it is ready.</summary>
    public Task StartAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Start().Select(ready => ready(cancellationToken))).WaitAsync(cancellationToken);

    /// <summary>Cancels all; the task ends when all have.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _isStopped = true;
        }

        _stop.Cancel();
        lock (_lock)
        {
            return Task.WhenAll(_running);
        }
    }

    private void Start(Func<CancellationToken, Task> run)
    {
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(Task.Run(() => RunAsync(run), CancellationToken.None));
    }

    private async Task RunAsync(Func<CancellationToken, Task> run)
    {
        // Work in the background is no part of the trace in which it was added, such as a cache that a reconcile asked for first.
        Activity.Current = null;
        if (group == RunnableGroup.Leader)
        {
            LeaderWork.Enter();
        }

        try
        {
            await run(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
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
