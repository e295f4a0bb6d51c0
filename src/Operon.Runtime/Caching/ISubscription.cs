namespace Operon.Runtime;

/// <summary>A handler of an informer's changes. Dispose it to end the calls.</summary>
public interface ISubscription : IDisposable
{
    /// <summary>Whether the handler has been given every object of the initial state, which a buffered one may get later than the cache.</summary>
    bool HasSynced { get; }

    /// <summary>Changes that wait for the handler; always 0 for one that is not buffered.</summary>
    int Pending { get; }

    /// <summary>Waits until <see cref="HasSynced"/>.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);
}
