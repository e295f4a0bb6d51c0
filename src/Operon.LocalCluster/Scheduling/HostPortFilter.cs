using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

internal sealed class HostPortFilter : INodeFilter
{
    public IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        var wanted = Ports(pod).ToList();
        if (wanted.Count > 0 && cluster.PodsOn(node).SelectMany(Ports).Any(taken => wanted.Any(w => Clash(w, taken))))
        {
            yield return "node(s) didn't have free ports for the requested pod ports";
        }
    }

    private static IEnumerable<(string Address, string Protocol, int Port)> Ports(V1Pod pod) =>
        pod.Spec.Containers.SelectMany(c => c.Ports ?? []).Where(p => p.HostPort is > 0)
            .Select(p => (string.IsNullOrEmpty(p.HostIP) ? "0.0.0.0" : p.HostIP, p.Protocol ?? "TCP", p.HostPort!.Value));

    private static bool Clash((string Address, string Protocol, int Port) left, (string Address, string Protocol, int Port) right) =>
        left.Port == right.Port && left.Protocol == right.Protocol
        && (left.Address == right.Address || left.Address == "0.0.0.0" || right.Address == "0.0.0.0");
}
