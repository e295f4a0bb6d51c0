using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Controller owner references.</summary>
internal static class Ownership
{
    public static V1OwnerReference? ControllerOf(IKubernetesObject<V1ObjectMeta> resource) =>
        resource.Metadata.OwnerReferences?.FirstOrDefault(r => r.Controller == true);

    public static bool IsControlledBy(IKubernetesObject<V1ObjectMeta> resource, IKubernetesObject<V1ObjectMeta> owner) =>
        ControllerOf(resource)?.Uid == owner.Metadata.Uid;

    public static V1OwnerReference Controller(ResourceType type, IKubernetesObject<V1ObjectMeta> owner) => new()
    {
        ApiVersion = type.ApiVersion,
        Kind = type.Kind,
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid,
        Controller = true,
        BlockOwnerDeletion = true,
    };
}
