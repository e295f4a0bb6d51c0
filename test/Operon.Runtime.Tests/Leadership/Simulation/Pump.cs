namespace Operon.Runtime.Tests;

/// <summary>Keeps everything that is awaited on one thread, so that a simulation repeats exactly.</summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<Action> _waiting = new();

    /// <summary>Runs on the calling thread, with everything that comes from it.</summary>
    public static TResult Run<TResult>(Func<Pump, TResult> action)
    {
        var before = Current;
        var pump = new Pump();
        SetSynchronizationContext(pump);
        try
        {
            return action(pump);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(() => d(state));
        }
    }

    /// <summary>Runs what waits, and what that leads to.</summary>
    public void Drain()
    {
        while (Next() is { } action)
        {
            action();
        }
    }

    private Action? Next()
    {
        lock (_waiting)
        {
            return _waiting.TryDequeue(out var action) ? action : null;
        }
    }
}
