using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>Controllers made of a graph of dependents.</summary>
public static class DependentExtensions
{
    /// <summary>
    /// Adds a controller that keeps the dependents of its objects as the graph describes. <paramref name="reconciled"/> is called after each
    /// reconcile, also when dependents failed and during deletion: the place to write status, based on <see cref="DependentGraphResult{T}.Primary"/>.
    /// </summary>
    public static IController ReconcileWith<T>(
        this ControllerBuilder<T> builder, DependentGraph<T> graph, Func<DependentGraphResult<T>, CancellationToken, Task<ReconcileResult>>? reconciled = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var dependents = graph.AttachTo(builder);
        var controller = builder.ReconcileWith(new DependentReconciler<T>(dependents, reconciled));
        dependents.Wakes(controller);
        return controller;
    }

    /// <summary>The same, for a callback that asks for nothing more.</summary>
    public static IController ReconcileWith<T>(
        this ControllerBuilder<T> builder, DependentGraph<T> graph, Func<DependentGraphResult<T>, CancellationToken, Task> reconciled)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        builder.ReconcileWith(graph, async (result, cancellationToken) =>
        {
            await reconciled(result, cancellationToken);
            return ReconcileResult.Done;
        });
}
