using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>A controller that does nothing but a graph, and what the user makes of its result.</summary>
internal sealed class DependentReconciler<T>(
    Dependents<T> dependents, Func<DependentGraphResult<T>, CancellationToken, Task<ReconcileResult>>? reconciled) : IReconciler
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        if (await dependents.ReconcileAsync(context.Key, cancellationToken) is not { } result)
        {
            return ReconcileResult.Done;
        }

        var asked = reconciled is null ? ReconcileResult.Done : await reconciled(result, cancellationToken);
        result.ThrowIfFailed();
        await dependents.ReleaseAsync(result, cancellationToken);
        return (asked.RequeueAfter, result.RequeueAfter) switch
        {
            ({ } one, { } other) => ReconcileResult.After(one < other ? one : other),
            (null, { } own) => ReconcileResult.After(own),
            _ => asked,
        };
    }
}
