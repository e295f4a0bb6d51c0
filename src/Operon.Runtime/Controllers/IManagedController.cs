namespace Operon.Runtime;

/// <summary>A controller as its manager handles it.</summary>
internal interface IManagedController : IControllerState, IDisposable
{
    ControllerOptions Options { get; }

    /// <summary>Runs on every replica, for the keys of its shards.</summary>
    bool IsSharded { get; }

    /// <summary>Fills the queue, without working on it.</summary>
    Task WarmUpAsync(CancellationToken cancellationToken);

    /// <summary>Works until cancelled, then returns when the reconciles in flight have.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
