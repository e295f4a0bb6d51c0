using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Dependents of a kind: what objects each primary object needs, and in which order.
/// <code>
/// var graph = DependentGraph.For&lt;Shop&gt;()
///     .Add("config", ResourceKinds.ConfigMap, shop => new V1ConfigMap { Data = shop.Spec.Settings })
///     .Add("web", ResourceKinds.Deployment, WebOf, web => web
///         .DependsOn("config")
///         .ReadyWhen(deployment => deployment.Status?.AvailableReplicas > 0))
///     .Build();
/// manager.Controller("shop", Shop.Kind).ReconcileWith(graph);
/// </code>
/// </summary>
public static class DependentGraph
{
    /// <summary>Starts a graph for primary objects of <typeparamref name="T"/>.</summary>
    public static DependentGraphBuilder<T> For<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => new();

    /// <summary>Starts a graph for primary objects of <paramref name="kind"/>, which only names the type.</summary>
    public static DependentGraphBuilder<T> For<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        return new();
    }
}
