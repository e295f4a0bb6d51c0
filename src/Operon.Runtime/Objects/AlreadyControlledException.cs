using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>An object has a controller already, and it can have only one.</summary>
public sealed class AlreadyControlledException(IKubernetesObject<V1ObjectMeta> child, V1OwnerReference controller)
    : InvalidOperationException($"{child?.Kind ?? "The object"} {(child is null ? null : ObjectKey.Of(child))} is controlled by {controller?.Kind} {controller?.Name} already. Choose another name, or release it from that owner first.")
{
    /// <summary>Who controls it.</summary>
    public V1OwnerReference? Controller { get; } = controller;
}
