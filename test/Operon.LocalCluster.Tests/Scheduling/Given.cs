using k8s.Models;
using Operon.LocalCluster.Scheduling;

namespace Operon.LocalCluster.Tests.Scheduling;

internal static class Given
{
    public static IReadOnlyList<V1Node> Nodes(int count, string cpu = "4") => [.. Enumerable.Range(1, count).Select(i => new V1Node
    {
        Metadata = new V1ObjectMeta
        {
            Name = $"n{i}",
            Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = $"n{i}", ["zone"] = i % 2 == 0 ? "even" : "odd" },
        },
        Spec = new V1NodeSpec(),
        Status = new V1NodeStatus { Allocatable = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(cpu), ["memory"] = new("8Gi"), ["pods"] = new("10") } },
    })];

    public static V1Pod Pod(string name, string app = "etcd", Action<V1PodSpec>? with = null)
    {
        var spec = new V1PodSpec { Containers = [new V1Container { Name = "main", Image = "x" }] };
        with?.Invoke(spec);
        return new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = name, Labels = new Dictionary<string, string> { ["app"] = app } },
            Spec = spec,
            Status = new V1PodStatus { Phase = "Pending" },
        };
    }

    public static ClusterSnapshot Cluster(IReadOnlyList<V1Node> nodes, params (V1Pod Pod, string Node)[] placed) => Cluster(nodes, placed, [], []);

    public static ClusterSnapshot Cluster(
        IReadOnlyList<V1Node> nodes, (V1Pod Pod, string Node)[] placed, V1PersistentVolumeClaim[] claims, V1PersistentVolume[] volumes) => new(
        nodes,
        placed,
        claims.ToDictionary(c => c.Metadata.Name),
        volumes.ToDictionary(v => v.Metadata.Name),
        new Dictionary<string, V1StorageClass> { ["standard"] = new() { VolumeBindingMode = "WaitForFirstConsumer" } },
        new Dictionary<string, V1Namespace>());

    public static void Apart(V1PodSpec spec) => spec.Affinity = new V1Affinity
    {
        PodAntiAffinity = new V1PodAntiAffinity
        {
            RequiredDuringSchedulingIgnoredDuringExecution =
            [
                new V1PodAffinityTerm
                {
                    TopologyKey = "kubernetes.io/hostname",
                    LabelSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "etcd" } },
                },
            ],
        },
    };
}
