using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Controllers.Endpoints;

/// <summary>The older Endpoints object of a service, which many operators still read.</summary>
internal static class EndpointsPlanner
{
    private const string ManagedBy = "endpoints.kubernetes.io/managed-by";
    private const string Headless = "service.kubernetes.io/headless";

    public static V1Endpoints Plan(V1Service service, IReadOnlyList<ServiceEndpoint> endpoints)
    {
        var labels = new Dictionary<string, string>(service.Metadata.Labels ?? new Dictionary<string, string>()) { [ManagedBy] = "endpoint-controller" };
        if (service.Spec.ClusterIP == "None")
        {
            labels[Headless] = string.Empty;
        }

        // Terminating pods have left this older view, unless the service publishes every address.
        var shown = endpoints.Where(e => !e.IsTerminating || service.Spec.PublishNotReadyAddresses == true);
        return new V1Endpoints
        {
            Metadata = new V1ObjectMeta
            {
                Name = service.Metadata.Name,
                NamespaceProperty = service.Metadata.NamespaceProperty,
                Labels = labels,
            },
            Subsets = [.. shown.GroupBy(e => EndpointSlicePlanner.PortKey(e.Ports)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Subset)],
        };
    }

    private static V1EndpointSubset Subset(IEnumerable<ServiceEndpoint> group)
    {
        var all = group.ToList();
        return new V1EndpointSubset
        {
            Addresses = NullWhenEmpty(all.Where(e => e.IsReady)),
            NotReadyAddresses = NullWhenEmpty(all.Where(e => !e.IsReady)),
            Ports = all[0].Ports.Count == 0 ? null
                : [.. all[0].Ports.Select(p => new Corev1EndpointPort { Name = p.Name?.Length == 0 ? null : p.Name, Port = p.Port, Protocol = p.Protocol, AppProtocol = p.AppProtocol })],
        };
    }

    private static List<V1EndpointAddress>? NullWhenEmpty(IEnumerable<ServiceEndpoint> endpoints)
    {
        var list = endpoints.Select(e => new V1EndpointAddress
        {
            Ip = e.Pod.Status.PodIP,
            Hostname = e.Hostname,
            NodeName = e.Pod.Spec.NodeName,
            TargetRef = EndpointSlicePlanner.Target(e.Pod),
        }).ToList();
        return list.Count == 0 ? null : list;
    }
}
