using System.Globalization;
using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Endpoints;

/// <summary>The EndpointSlices of a service: one row of slices per distinct set of port numbers, at most a hundred endpoints each.</summary>
internal static class EndpointSlicePlanner
{
    public const string ServiceName = "kubernetes.io/service-name";
    public const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    public const string Controller = "endpointslice-controller.k8s.io";
    private const string Headless = "service.kubernetes.io/headless";
    private const int MaxEndpoints = 100;

    public static IReadOnlyList<V1EndpointSlice> Plan(V1Service service, IReadOnlyList<ServiceEndpoint> endpoints, Func<string, V1Node?> node)
    {
        var slices = new List<V1EndpointSlice>();
        var groups = endpoints.GroupBy(e => (Family: Family(e), Ports: PortKey(e.Ports))).OrderBy(g => g.Key.Family, StringComparer.Ordinal).ThenBy(g => g.Key.Ports, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var (chunk, index) in group.Chunk(MaxEndpoints).Select((c, i) => (c, i)))
            {
                slices.Add(Slice(service, group.Key.Family, $"{group.Key.Family}/{group.Key.Ports}/{index}", chunk[0].Ports, chunk, node));
            }
        }

        if (slices.Count == 0)
        {
            // An empty slice tells consumers that the service is known and has nobody behind it.
            slices.Add(Slice(service, "IPv4", "empty", [], [], node));
        }

        return slices;
    }

    private static V1EndpointSlice Slice(
        V1Service service, string family, string key, IReadOnlyList<EndpointPort> ports, IReadOnlyList<ServiceEndpoint> endpoints, Func<string, V1Node?> node)
    {
        var labels = new Dictionary<string, string>(service.Metadata.Labels ?? new Dictionary<string, string>())
        {
            [ServiceName] = service.Metadata.Name,
            [ManagedBy] = Controller,
        };
        if (service.Spec.ClusterIP == "None")
        {
            labels[Headless] = string.Empty;
        }

        return new V1EndpointSlice
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"{service.Metadata.Name}-{SafeNames.Encode(SafeNames.Hash(key))[..5]}",
                NamespaceProperty = service.Metadata.NamespaceProperty,
                Labels = labels,
                OwnerReferences = [Ownership.Controller(ResourceKinds.Service.Type, service)],
            },
            AddressType = family,
            Ports = [.. ports.Select(p => new Discoveryv1EndpointPort { Name = p.Name, Port = p.Port, Protocol = p.Protocol, AppProtocol = p.AppProtocol })],
            Endpoints = [.. endpoints.Select(e => Endpoint(e, node))],
        };
    }

    private static V1Endpoint Endpoint(ServiceEndpoint endpoint, Func<string, V1Node?> node)
    {
        var pod = endpoint.Pod;
        string? zone = null;
        (pod.Spec.NodeName is null ? null : node(pod.Spec.NodeName))?.Metadata.Labels?.TryGetValue("topology.kubernetes.io/zone", out zone);
        return new V1Endpoint
        {
            Addresses = [pod.Status.PodIP],
            Conditions = new V1EndpointConditions { Ready = endpoint.IsReady, Serving = endpoint.IsServing, Terminating = endpoint.IsTerminating },
            Hostname = endpoint.Hostname,
            NodeName = pod.Spec.NodeName,
            Zone = zone,
            TargetRef = Target(pod),
        };
    }

    public static V1ObjectReference Target(V1Pod pod) => new()
    {
        Kind = "Pod",
        Name = pod.Metadata.Name,
        NamespaceProperty = pod.Metadata.NamespaceProperty,
        Uid = pod.Metadata.Uid,
    };

    private static string Family(ServiceEndpoint endpoint) => endpoint.Pod.Status.PodIP.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4";

    public static string PortKey(IEnumerable<EndpointPort> ports) =>
        string.Join(',', ports.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}:{p.Port}/{p.Protocol}")));
}
