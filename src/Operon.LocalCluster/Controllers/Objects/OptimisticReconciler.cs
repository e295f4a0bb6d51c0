using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Takes a write conflict for what it is, somebody else's newer write, and looks again soon without counting a failure.</summary>
internal sealed class OptimisticReconciler(IReconciler inner) : IReconciler
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _pauseWhenGone = TimeSpan.FromMilliseconds(500);

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.ReconcileAsync(context, cancellationToken);
        }
        catch (KubernetesApiException conflict) when (conflict.IsConflict || conflict.IsNotFound)
        {
            return ReconcileResult.After(conflict.IsConflict ? _pause : _pauseWhenGone);
        }
        catch (KubernetesApiException refusal) when (refusal.IsNamespaceTerminating)
        {
            // The object goes with its namespace; there is nothing left to make of it.
            return ReconcileResult.Done;
        }
    }
}
