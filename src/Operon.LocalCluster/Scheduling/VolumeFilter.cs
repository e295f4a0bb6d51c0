using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Scheduling;

internal sealed class VolumeFilter : INodeFilter
{
    public IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        foreach (var claim in PodVolumes.ClaimNames(pod).Select(n => cluster.Claims.GetValueOrDefault(n)).OfType<V1PersistentVolumeClaim>())
        {
            if (!string.IsNullOrEmpty(claim.Spec.VolumeName)
                && cluster.Volumes.GetValueOrDefault(claim.Spec.VolumeName) is { } volume
                && !NodeAffinities.Matches(volume.Spec.NodeAffinity?.Required, node))
            {
                yield return "node(s) didn't match PersistentVolume's node affinity";
                yield break;
            }
        }
    }
}
