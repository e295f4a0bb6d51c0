namespace Operon.Runtime;

internal sealed class DelegateReconciler(Func<ReconcileContext, CancellationToken, Task<ReconcileResult>> reconcile) : IReconciler
{
    public Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken) => reconcile(context, cancellationToken);
}
