using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Hands the cached object to a function; one that is gone needs no work, as what it owns goes with it.</summary>
internal sealed class ObjectReconciler<T>(
    ControllerManager manager, IServiceProvider services, string fieldManager, ILister<T> objects, Func<T, OperatorContext, CancellationToken, Task<ReconcileResult>> reconcile) : IReconciler
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken) =>
        objects.Find(context.Key) is { } resource
            ? reconcile(resource, new OperatorContext(manager, services, fieldManager, context, cancellationToken), cancellationToken)
            : Task.FromResult(ReconcileResult.Done);
}
