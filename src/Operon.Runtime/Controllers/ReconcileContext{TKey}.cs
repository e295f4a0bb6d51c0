namespace Operon.Runtime;

/// <summary>What the runtime tells a reconciler about this call.</summary>
/// <param name="Key">What to work on.</param>
/// <param name="Attempt">0 for the first try, then the number of failures in a row.</param>
/// <param name="LastError">Why the try before failed; null on the first.</param>
/// <param name="ReconcileId">Identifies this call in logs, traces and the journal.</param>
public record ReconcileContext<TKey>(TKey Key, int Attempt, Exception? LastError, Guid ReconcileId)
    where TKey : notnull, IEquatable<TKey>
{
    /// <summary>The priority the key waited with; see <see cref="QueuePriority"/>.</summary>
    public int Priority { get; init; }

    /// <summary>How long the key waited for a worker after it was due.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Why the key was added: for logs and debugging. A reconcile must not depend on it, since causes merge.</summary>
    public WorkCauses Causes { get; init; }
}
