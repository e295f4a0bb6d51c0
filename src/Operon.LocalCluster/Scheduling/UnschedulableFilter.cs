using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

internal sealed class UnschedulableFilter : INodeFilter
{
    private static readonly V1Taint _cordon = new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" };

    public IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        if (node.Spec?.Unschedulable == true && !Tolerations.Tolerates(pod, _cordon))
        {
            yield return "node(s) were unschedulable";
        }
    }
}
