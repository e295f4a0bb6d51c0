using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Volumes;

/// <summary>Finds the volume a claim can bind to.</summary>
internal static class VolumeMatch
{
    /// <summary>The volume already promised to the claim, else the smallest free one that fits; null when there is none.</summary>
    public static V1PersistentVolume? Find(V1PersistentVolumeClaim claim, IReadOnlyCollection<V1PersistentVolume> volumes, V1Node? node)
    {
        if (!string.IsNullOrEmpty(claim.Spec.VolumeName))
        {
            return volumes.FirstOrDefault(v => v.Metadata.Name == claim.Spec.VolumeName);
        }

        return volumes.FirstOrDefault(v => IsPromised(v, claim))
            ?? volumes.Where(v => IsFree(v) && Fits(v, claim) && (node is null || NodeAffinities.Matches(v.Spec.NodeAffinity?.Required, node)))
                .OrderBy(v => Size(v.Spec.Capacity)).ThenBy(v => v.Metadata.Name, StringComparer.Ordinal).FirstOrDefault();
    }

    public static bool IsPromised(V1PersistentVolume volume, V1PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { } reference
        && reference.Name == claim.Metadata.Name
        && reference.NamespaceProperty == claim.Metadata.NamespaceProperty
        && (string.IsNullOrEmpty(reference.Uid) || reference.Uid == claim.Metadata.Uid);

    private static bool IsFree(V1PersistentVolume volume) =>
        volume.Spec.ClaimRef is null && volume.Metadata.DeletionTimestamp is null && volume.Status?.Phase is null or "Available" or "Pending" or "";

    private static bool Fits(V1PersistentVolume volume, V1PersistentVolumeClaim claim) =>
        (volume.Spec.StorageClassName ?? string.Empty) == (claim.Spec.StorageClassName ?? string.Empty)
        && (volume.Spec.VolumeMode ?? "Filesystem") == (claim.Spec.VolumeMode ?? "Filesystem")
        && (claim.Spec.AccessModes ?? []).All(m => volume.Spec.AccessModes?.Contains(m) == true)
        && (claim.Spec.Selector is null || LabelMatching.Matches(claim.Spec.Selector, volume.Metadata.Labels))
        && Size(volume.Spec.Capacity) >= Size(claim.Spec.Resources?.Requests);

    private static decimal Size(IDictionary<string, ResourceQuantity>? resources) =>
        resources is not null && resources.TryGetValue("storage", out var size) ? size.ToDecimal() : 0;
}
