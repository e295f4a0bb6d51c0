using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Scheduling;

internal sealed class NodeAffinityFilter : INodeFilter, INodeScore
{
    public IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        if (!LabelMatching.MatchesAll(pod.Spec.NodeSelector, node.Metadata.Labels)
            || !NodeAffinities.Matches(pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution, node))
        {
            yield return "node(s) didn't match Pod's node affinity/selector";
        }
    }

    public double Score(V1Pod pod, V1Node node, ClusterSnapshot cluster) =>
        (pod.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [])
            .Where(t => NodeAffinities.Matches(t.Preference, node)).Sum(t => t.Weight);
}
