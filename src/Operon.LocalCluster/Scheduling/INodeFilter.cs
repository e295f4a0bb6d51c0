using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

/// <summary>A reason why a pod cannot run on a node.</summary>
internal interface INodeFilter
{
    /// <summary>The reasons in the scheduler's well-known words; empty when the node will do.</summary>
    IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster);
}
