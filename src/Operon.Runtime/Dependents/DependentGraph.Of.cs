using k8s;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>A checked graph of dependents, made by <see cref="DependentGraph.For{T}()"/>. Hand it to <c>ReconcileWith</c>.</summary>
public sealed class DependentGraph<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    internal DependentGraph(IReadOnlyList<DependentDefinition<T>> nodes, string? finalizer, bool deletesInOrder)
    {
        Nodes = nodes;
        Finalizer = finalizer;
        DeletesInOrder = deletesInOrder;
    }

    /// <summary>In an order in which each comes after those it depends on.</summary>
    internal IReadOnlyList<DependentDefinition<T>> Nodes { get; }

    internal string? Finalizer { get; }

    internal bool DeletesInOrder { get; }

    /// <summary>
    /// Has the controller watch the dependents and returns what reconciles them, for reconcilers that do more than that. Most controllers
    /// want <c>ReconcileWith(graph)</c> instead.
    /// </summary>
    public Dependents<T> AttachTo(ControllerBuilder<T> controller) => new(this, controller);
}
