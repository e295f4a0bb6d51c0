using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Scheduling;

/// <summary>What the scheduler looks at during one decision.</summary>
internal sealed class ClusterSnapshot
{
    private readonly Dictionary<string, List<V1Pod>> _podsByNode;

    public ClusterSnapshot(
        IReadOnlyList<V1Node> nodes,
        IEnumerable<(V1Pod Pod, string Node)> placed,
        IReadOnlyDictionary<string, V1PersistentVolumeClaim> claims,
        IReadOnlyDictionary<string, V1PersistentVolume> volumes,
        IReadOnlyDictionary<string, V1StorageClass> classes,
        IReadOnlyDictionary<string, V1Namespace> namespaces)
    {
        Nodes = nodes;
        Claims = claims;
        Volumes = volumes;
        Classes = classes;
        Namespaces = namespaces;
        _podsByNode = placed.Where(p => !PodState.IsTerminal(p.Pod)).GroupBy(p => p.Node).ToDictionary(g => g.Key, g => g.Select(p => p.Pod).ToList());
    }

    public IReadOnlyList<V1Node> Nodes { get; }

    /// <summary>Claims of the pod's namespace by name.</summary>
    public IReadOnlyDictionary<string, V1PersistentVolumeClaim> Claims { get; }

    public IReadOnlyDictionary<string, V1PersistentVolume> Volumes { get; }

    public IReadOnlyDictionary<string, V1StorageClass> Classes { get; }

    public IReadOnlyDictionary<string, V1Namespace> Namespaces { get; }

    public IReadOnlyList<V1Pod> PodsOn(V1Node node) => _podsByNode.GetValueOrDefault(node.Metadata.Name) ?? [];

    public static string? Label(V1Node node, string key) =>
        node.Metadata.Labels is { } labels && labels.TryGetValue(key, out var value) ? value : null;

    /// <summary>Nodes that share the topology value of <paramref name="node"/>; none when the node lacks the label.</summary>
    public IEnumerable<V1Node> Domain(V1Node node, string topologyKey) =>
        Label(node, topologyKey) is { } value ? Nodes.Where(n => Label(n, topologyKey) == value) : [];
}
