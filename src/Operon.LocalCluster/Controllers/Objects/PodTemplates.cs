using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Makes pods from templates.</summary>
internal static class PodTemplates
{
    /// <summary>A pod of <paramref name="template"/> that <paramref name="owner"/> controls. The spec is a copy.</summary>
    public static V1Pod Pod(V1PodTemplateSpec template, ResourceType ownerType, IKubernetesObject<V1ObjectMeta> owner, string name)
    {
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = owner.Metadata.NamespaceProperty,
                Labels = template.Metadata?.Labels is { } labels ? new Dictionary<string, string>(labels) : [],
                Annotations = template.Metadata?.Annotations is { } annotations ? new Dictionary<string, string>(annotations) : null,
                Finalizers = template.Metadata?.Finalizers is { } finalizers ? [.. finalizers] : null,
                OwnerReferences = [Ownership.Controller(ownerType, owner)],
            },
            Spec = template.Spec,
        };
        return Documents.Copy(ResourceKinds.Pod, pod);
    }

    /// <summary>A generated name: the owner's, a dash and a random suffix.</summary>
    public static string RandomName(IKubernetesObject<V1ObjectMeta> owner) =>
        SafeNames.Prefix(owner.Metadata.Name + "-", 5) + SafeNames.RandomSuffix();
}
