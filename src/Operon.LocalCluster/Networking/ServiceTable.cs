using System.Net;
using k8s.Models;

namespace Operon.LocalCluster.Networking;

/// <summary>Works out which service addresses forward to which pods.</summary>
internal static class ServiceTable
{
    public static IReadOnlyList<ServiceEndpoint> Build(IEnumerable<V1Service> services, IEnumerable<V1EndpointSlice> slices)
    {
        var slicesByService = slices
            .Where(slice => slice.Metadata.Labels?.ContainsKey("kubernetes.io/service-name") == true)
            .ToLookup(slice => (slice.Metadata.NamespaceProperty, slice.Metadata.Labels["kubernetes.io/service-name"]));
        return
        [
            .. from service in services
               where service.Spec.Type != "ExternalName"
               let own = slicesByService[(service.Metadata.NamespaceProperty, service.Metadata.Name)].ToList()
               from text in service.Spec.ClusterIPs is { Count: > 0 } all ? all : [service.Spec.ClusterIP ?? ""]
               where IPAddress.TryParse(text, out var parsed) && !parsed.Equals(ClusterAddresses.ApiServer)
               from port in service.Spec.Ports ?? []
               where port.Protocol is null or "TCP"
               select new ServiceEndpoint(IPAddress.Parse(text), port.Port, Backends(own, port.Name)),
        ];
    }

    private static List<IPEndPoint> Backends(List<V1EndpointSlice> slices, string? portName) =>
    [
        .. from slice in slices
           from port in slice.Ports ?? []
           where (port.Name ?? "") == (portName ?? "") && port.Port is not null
           from endpoint in slice.Endpoints ?? []
           where endpoint.Conditions?.Ready != false
           from address in endpoint.Addresses
           select new IPEndPoint(IPAddress.Parse(address), port.Port!.Value),
    ];
}
