using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Scheduling;

internal sealed class TopologySpreadFilter : INodeFilter, INodeScore
{
    private static readonly NodeAffinityFilter _affinity = new();

    public IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        foreach (var constraint in (pod.Spec.TopologySpreadConstraints ?? []).Where(c => c.WhenUnsatisfiable != "ScheduleAnyway"))
        {
            if (ClusterSnapshot.Label(node, constraint.TopologyKey) is not { } domain)
            {
                yield return "node(s) didn't match pod topology spread constraints (missing required label)";
                continue;
            }

            var counts = Counts(pod, constraint, cluster);
            var self = LabelMatching.Matches(constraint.LabelSelector, pod.Metadata.Labels) ? 1 : 0;
            var least = counts.Count < (constraint.MinDomains ?? 1) ? 0 : counts.Values.DefaultIfEmpty().Min();
            if (counts.GetValueOrDefault(domain) + self - least > constraint.MaxSkew)
            {
                yield return "node(s) didn't match pod topology spread constraints";
            }
        }
    }

    public double Score(V1Pod pod, V1Node node, ClusterSnapshot cluster) =>
        -20.0 * (pod.Spec.TopologySpreadConstraints ?? []).Where(c => c.WhenUnsatisfiable == "ScheduleAnyway")
            .Sum(c => ClusterSnapshot.Label(node, c.TopologyKey) is { } domain ? Counts(pod, c, cluster).GetValueOrDefault(domain) : 0);

    private static Dictionary<string, int> Counts(V1Pod pod, V1TopologySpreadConstraint constraint, ClusterSnapshot cluster)
    {
        var counts = new Dictionary<string, int>();
        foreach (var node in cluster.Nodes)
        {
            if (ClusterSnapshot.Label(node, constraint.TopologyKey) is { } domain
                && (constraint.NodeAffinityPolicy == "Ignore" || !_affinity.Reject(pod, node, cluster).Any()))
            {
                counts[domain] = counts.GetValueOrDefault(domain) + cluster.PodsOn(node).Count(o => IsCounted(pod, constraint, o));
            }
        }

        return counts;
    }

    private static bool IsCounted(V1Pod pod, V1TopologySpreadConstraint constraint, V1Pod other) =>
        other.Metadata.NamespaceProperty == pod.Metadata.NamespaceProperty
        && !PodState.IsTerminating(other)
        && LabelMatching.Matches(constraint.LabelSelector, other.Metadata.Labels)
        && (constraint.MatchLabelKeys ?? []).All(k => Value(pod, k) == Value(other, k));

    private static string? Value(V1Pod pod, string key) => pod.Metadata.Labels is { } labels && labels.TryGetValue(key, out var value) ? value : null;
}
