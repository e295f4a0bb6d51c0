using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Controllers.Volumes;

/// <summary>Volumes that are folders of this machine.</summary>
internal static class LocalVolumes
{
    public static V1PersistentVolume New(V1PersistentVolumeClaim claim, V1StorageClass storageClass, string? node, string volumesDirectory)
    {
        var name = $"pvc-{claim.Metadata.Uid}";
        return new V1PersistentVolume
        {
            Metadata = new V1ObjectMeta { Name = name, Annotations = new Dictionary<string, string> { [LocalStorage.ProvisionedBy] = LocalStorage.Provisioner } },
            Spec = new V1PersistentVolumeSpec
            {
                AccessModes = claim.Spec.AccessModes,
                Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = claim.Spec.Resources.Requests["storage"] },
                ClaimRef = Reference(claim),
                HostPath = new V1HostPathVolumeSource { Path = Path.Combine(volumesDirectory, name), Type = "DirectoryOrCreate" },
                NodeAffinity = node is null ? null : OnNode(node),
                PersistentVolumeReclaimPolicy = storageClass.ReclaimPolicy ?? "Delete",
                StorageClassName = storageClass.Metadata.Name,
                VolumeMode = claim.Spec.VolumeMode ?? "Filesystem",
            },
        };
    }

    public static V1ObjectReference Reference(V1PersistentVolumeClaim claim) => new()
    {
        ApiVersion = ResourceKinds.PersistentVolumeClaim.Type.ApiVersion,
        Kind = ResourceKinds.PersistentVolumeClaim.Type.Kind,
        Name = claim.Metadata.Name,
        NamespaceProperty = claim.Metadata.NamespaceProperty,
        Uid = claim.Metadata.Uid,
        ResourceVersion = claim.Metadata.ResourceVersion,
    };

    private static V1VolumeNodeAffinity OnNode(string node) => new()
    {
        Required = new V1NodeSelector
        {
            NodeSelectorTerms =
            [
                new V1NodeSelectorTerm { MatchExpressions = [new V1NodeSelectorRequirement { Key = LocalStorage.Hostname, OperatorProperty = "In", Values = [node] }] },
            ],
        },
    };
}
