using k8s.Models;

namespace Operon.Etcd.Objects;

/// <summary>
/// Members share no fate where it can be helped: by default they rather go to different zones and nodes, which never keeps one from running;
/// with <c>antiAffinity</c> they must go to different nodes.
/// </summary>
internal static class MemberSpread
{
    private const string Host = "kubernetes.io/hostname";
    private const string Zone = "topology.kubernetes.io/zone";

    /// <summary>Null when the spec says itself how members are spread.</summary>
    public static V1Affinity? Affinity(ClusterLayout layout, PodParts parts)
    {
        if (layout.Cluster.Spec.Pod?.AntiAffinity == true)
        {
            return Of(new V1PodAntiAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [Apart(layout, Host)] });
        }

        return parts.TopologySpreadConstraints is { Count: > 0 }
            ? null
            : Of(new V1PodAntiAffinity { PreferredDuringSchedulingIgnoredDuringExecution = [Rather(layout, Host, 100), Rather(layout, Zone, 50)] });
    }

    private static V1Affinity Of(V1PodAntiAffinity apart) => new() { PodAntiAffinity = apart };

    private static V1WeightedPodAffinityTerm Rather(ClusterLayout layout, string topology, int weight) =>
        new() { Weight = weight, PodAffinityTerm = Apart(layout, topology) };

    private static V1PodAffinityTerm Apart(ClusterLayout layout, string topology) => new()
    {
        TopologyKey = topology,
        LabelSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [ClusterLayout.ClusterLabel] = layout.Name } },
    };
}
