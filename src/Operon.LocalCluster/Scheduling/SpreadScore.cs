using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Scheduling;

/// <summary>Keeps pods of one controller, or with the same labels, apart.</summary>
internal sealed class SpreadScore : INodeScore
{
    public double Score(V1Pod pod, V1Node node, ClusterSnapshot cluster) =>
        -50.0 * cluster.PodsOn(node).Count(o => o.Metadata.NamespaceProperty == pod.Metadata.NamespaceProperty && IsSibling(pod, o))
        - cluster.PodsOn(node).Count;

    private static bool IsSibling(V1Pod pod, V1Pod other) =>
        Ownership.ControllerOf(pod) is { } owner
            ? Ownership.ControllerOf(other)?.Uid == owner.Uid
            : pod.Metadata.Labels is { Count: > 0 } labels && LabelMatching.MatchesAll(labels, other.Metadata.Labels);
}
