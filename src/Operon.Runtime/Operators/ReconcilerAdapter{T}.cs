using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Hands the cached object to a <see cref="Reconciler{T}"/>, or says that it is gone.</summary>
internal sealed class ReconcilerAdapter<T>(ControllerManager manager, IServiceProvider services, string fieldManager, ILister<T> objects, Reconciler<T> reconciler) : IReconciler
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        var operatorContext = new OperatorContext(manager, services, fieldManager, context, cancellationToken);
        return objects.Find(context.Key) is { } resource
            ? reconciler.ReconcileAsync(resource, operatorContext, cancellationToken)
            : reconciler.ReconcileGoneAsync(context.Key, operatorContext, cancellationToken);
    }
}
