using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

internal sealed class TaintFilter : INodeFilter, INodeScore
{
    public IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        var taint = (node.Spec?.Taints ?? []).FirstOrDefault(t => t.Effect is "NoSchedule" or "NoExecute" && t.Key != "node.kubernetes.io/unschedulable" && !Tolerations.Tolerates(pod, t));
        if (taint is not null)
        {
            yield return $"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}";
        }
    }

    public double Score(V1Pod pod, V1Node node, ClusterSnapshot cluster) =>
        -100 * (node.Spec?.Taints ?? []).Count(t => t.Effect == "PreferNoSchedule" && !Tolerations.Tolerates(pod, t));
}
