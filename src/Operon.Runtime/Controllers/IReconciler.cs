namespace Operon.Runtime;

/// <summary>
/// Brings the world one step closer to what one object asks for. Level-triggered: a call says that something may have changed, not
/// what. Throwing requeues the key with exponential back-off; <see cref="TerminalException"/> does not.
/// </summary>
public interface IReconciler
{
    /// <summary>Reconciles <see cref="ReconcileContext.Key"/>. Never called twice at once for the same key.</summary>
    Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken);
}
