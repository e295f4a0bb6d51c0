using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>An informer whose object type does not matter.</summary>
internal interface ICache
{
    ResourceType Type { get; }

    bool HasSynced { get; }

    Task WaitForSyncAsync(CancellationToken cancellationToken);

    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Whether this cache holds, or should come to hold, what was written.</summary>
    bool Covers(PendingWrite write);

    /// <summary>Waits until the cache shows the effect of a write.</summary>
    Task WaitUntilSeenAsync(PendingWrite write, CancellationToken cancellationToken);

    /// <summary>Its state, for the debug page.</summary>
    CacheSnapshot Describe();
}
