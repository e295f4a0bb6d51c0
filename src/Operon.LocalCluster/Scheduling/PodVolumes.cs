using k8s.Models;
using Operon.LocalCluster.Controllers.Volumes;

namespace Operon.LocalCluster.Scheduling;

/// <summary>The claims of a pod, and what they mean for scheduling it.</summary>
internal static class PodVolumes
{
    public static IEnumerable<string> ClaimNames(V1Pod pod) =>
        (pod.Spec.Volumes ?? []).Select(v => v.PersistentVolumeClaim?.ClaimName ?? (v.Ephemeral is null ? null : $"{pod.Metadata.Name}-{v.Name}")).OfType<string>();

    /// <summary>Why the claims keep the pod from any node; null when they do not.</summary>
    public static string? Obstacle(V1Pod pod, ClusterSnapshot cluster)
    {
        foreach (var name in ClaimNames(pod))
        {
            if (cluster.Claims.GetValueOrDefault(name) is not { } claim)
            {
                return $"persistentvolumeclaim \"{name}\" not found";
            }

            if (claim.Metadata.DeletionTimestamp is not null)
            {
                return $"persistentvolumeclaim \"{name}\" is being deleted";
            }

            if (claim.Status?.Phase == "Lost")
            {
                return $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Spec.VolumeName}\"";
            }

            if (!IsBound(claim) && !WaitsForConsumer(claim, cluster))
            {
                return "pod has unbound immediate PersistentVolumeClaims";
            }
        }

        return null;
    }

    /// <summary>Claims that get their volume where the pod goes.</summary>
    public static IReadOnlyList<V1PersistentVolumeClaim> ToBind(V1Pod pod, ClusterSnapshot cluster) =>
        [.. ClaimNames(pod).Select(n => cluster.Claims.GetValueOrDefault(n)).OfType<V1PersistentVolumeClaim>().Where(c => !IsBound(c))];

    public static string? SelectedNode(V1PersistentVolumeClaim claim) => ClaimPlanner.Annotation(claim, LocalStorage.SelectedNode);

    private static bool IsBound(V1PersistentVolumeClaim claim) => claim.Status?.Phase == "Bound";

    private static bool WaitsForConsumer(V1PersistentVolumeClaim claim, ClusterSnapshot cluster) =>
        claim.Spec.StorageClassName is { } name && cluster.Classes.GetValueOrDefault(name)?.VolumeBindingMode == "WaitForFirstConsumer";
}
