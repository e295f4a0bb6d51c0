using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

/// <summary>A preference among the nodes that will do.</summary>
internal interface INodeScore
{
    /// <summary>Higher is better; between 0 and 100, times a weight, negative for what is to be avoided.</summary>
    double Score(V1Pod pod, V1Node node, ClusterSnapshot cluster);
}
