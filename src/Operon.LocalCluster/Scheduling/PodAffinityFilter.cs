using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

internal sealed class PodAffinityFilter : INodeFilter, INodeScore
{
    public IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        var required = pod.Spec.Affinity?.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [];
        if (required.Any(t => !IsSatisfied(t, pod, node, cluster)))
        {
            yield return "node(s) didn't match pod affinity rules";
        }

        var forbidden = pod.Spec.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [];
        if (forbidden.Any(t => Others(t.TopologyKey, node, cluster).Any(o => PodAffinityTerms.Selects(t, pod, o, cluster))))
        {
            yield return "node(s) didn't match pod anti-affinity rules";
        }
        else if (IsUnwanted(pod, node, cluster))
        {
            yield return "node(s) didn't satisfy existing pods anti-affinity rules";
        }
    }

    public double Score(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        var wanted = pod.Spec.Affinity?.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [];
        var unwanted = pod.Spec.Affinity?.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? [];
        return wanted.Sum(t => t.Weight * Count(t.PodAffinityTerm, pod, node, cluster)) - unwanted.Sum(t => t.Weight * Count(t.PodAffinityTerm, pod, node, cluster));
    }

    private static int Count(V1PodAffinityTerm term, V1Pod pod, V1Node node, ClusterSnapshot cluster) =>
        Others(term.TopologyKey, node, cluster).Count(o => PodAffinityTerms.Selects(term, pod, o, cluster));

    /// <summary>The first pod of a group that is to stay together has nobody to join: it may start anywhere.</summary>
    private static bool IsSatisfied(V1PodAffinityTerm term, V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        if (ClusterSnapshot.Label(node, term.TopologyKey) is null)
        {
            return false;
        }

        return Others(term.TopologyKey, node, cluster).Any(o => PodAffinityTerms.Selects(term, pod, o, cluster))
            || (PodAffinityTerms.Selects(term, pod, pod, cluster) && !cluster.Nodes.SelectMany(cluster.PodsOn).Any(o => PodAffinityTerms.Selects(term, pod, o, cluster)));
    }

    private static bool IsUnwanted(V1Pod pod, V1Node node, ClusterSnapshot cluster) => cluster.Nodes.Any(other => cluster.PodsOn(other).Any(o =>
        (o.Spec.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? []).Any(t =>
            ClusterSnapshot.Label(node, t.TopologyKey) is { } value
            && ClusterSnapshot.Label(other, t.TopologyKey) == value
            && PodAffinityTerms.Selects(t, o, pod, cluster))));

    private static IEnumerable<V1Pod> Others(string topologyKey, V1Node node, ClusterSnapshot cluster) =>
        cluster.Domain(node, topologyKey).SelectMany(cluster.PodsOn);
}
