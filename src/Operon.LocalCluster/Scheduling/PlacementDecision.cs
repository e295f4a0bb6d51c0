using System.Globalization;
using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

/// <summary>Chooses a node for a pod.</summary>
internal static class PlacementDecision
{
    private static readonly TaintFilter _taints = new();
    private static readonly NodeAffinityFilter _nodeAffinity = new();
    private static readonly ResourceFilter _resources = new();
    private static readonly PodAffinityFilter _podAffinity = new();
    private static readonly TopologySpreadFilter _topologySpread = new();

    private static readonly INodeFilter[] _filters =
        [new UnschedulableFilter(), _taints, _nodeAffinity, new HostPortFilter(), _resources, new VolumeFilter(), _topologySpread, _podAffinity];

    private static readonly INodeScore[] _scores = [_taints, _nodeAffinity, _podAffinity, _topologySpread, _resources, new SpreadScore()];

    public static Placement Decide(V1Pod pod, ClusterSnapshot cluster)
    {
        if (cluster.Nodes.Count == 0)
        {
            return new(null, "no nodes available to schedule pods");
        }

        if (PodVolumes.Obstacle(pod, cluster) is { } obstacle)
        {
            return new(null, $"0/{cluster.Nodes.Count} nodes are available: {obstacle}.");
        }

        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var candidates = new List<V1Node>();
        foreach (var node in cluster.Nodes)
        {
            // The first filter that objects speaks for the node, so the counts add up to the number of nodes.
            var objections = _filters.Select(f => f.Reject(pod, node, cluster).ToList()).FirstOrDefault(r => r.Count > 0);
            if (objections is null)
            {
                candidates.Add(node);
                continue;
            }

            foreach (var objection in objections)
            {
                reasons[objection] = reasons.GetValueOrDefault(objection) + 1;
            }
        }

        if (candidates.Count > 0)
        {
            // A node whose volume is being made already is kept: changing one's mind would strand the volume.
            var chosen = PodVolumes.ToBind(pod, cluster).Select(PodVolumes.SelectedNode).OfType<string>().ToList();
            var best = candidates.OrderByDescending(n => chosen.Contains(n.Metadata.Name)).ThenByDescending(n => _scores.Sum(s => s.Score(pod, n, cluster))).ThenBy(n => n.Metadata.Name, StringComparer.Ordinal).First();
            return new(best.Metadata.Name, null);
        }

        var list = string.Join(", ", reasons.Select(r => $"{r.Value.ToString(CultureInfo.InvariantCulture)} {r.Key}").Order(StringComparer.Ordinal));
        return new(null, $"0/{cluster.Nodes.Count} nodes are available: {list}.");
    }
}
