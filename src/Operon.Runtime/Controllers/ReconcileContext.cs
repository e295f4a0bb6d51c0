using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What the runtime tells a reconciler about this call.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Attempt">0 for the first try, then the number of failures in a row.</param>
/// <param name="LastError">Why the try before failed; null on the first.</param>
/// <param name="ReconcileId">Identifies this call in logs, traces and the journal.</param>
public sealed record ReconcileContext(ObjectKey Key, int Attempt, Exception? LastError, Guid ReconcileId)
    : ReconcileContext<ObjectKey>(Key, Attempt, LastError, ReconcileId);
