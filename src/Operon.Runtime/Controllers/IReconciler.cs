namespace Operon.Runtime;

/// <summary>
/// Brings the world one step closer to what one object asks for. Level-triggered: a call says that something may have changed, not
/// what. Throwing requeues the key with exponential back-off; <see cref="TerminalException"/> does not, <see cref="RetryException"/> says when.
/// </summary>
public interface IReconciler
{
    /// <summary>Reconciles the object of the context's key. Never called twice at once for the same key.</summary>
    Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken);
}
