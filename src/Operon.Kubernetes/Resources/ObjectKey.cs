using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Namespace and name of an object; the namespace is null for cluster-scoped objects.</summary>
public readonly record struct ObjectKey(string? Namespace, string Name)
{
    /// <summary>The key of <paramref name="resource"/>.</summary>
    public static ObjectKey Of(IKubernetesObject<V1ObjectMeta> resource) =>
        new(string.IsNullOrEmpty(resource.Metadata.NamespaceProperty) ? null : resource.Metadata.NamespaceProperty, resource.Metadata.Name);

    /// <inheritdoc/>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
