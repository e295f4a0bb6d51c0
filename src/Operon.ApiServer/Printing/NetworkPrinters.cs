using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>Services, endpoints, ingresses.</summary>
internal static class NetworkPrinters
{
    public static KindPrinter Service { get; } = new(
        [
            TableColumn.ObjectName, TableColumn.Text("Type"), TableColumn.Text("Cluster-IP"), TableColumn.Text("External-IP"), TableColumn.Text("Port(s)"),
            TableColumn.Age, TableColumn.Wide("Selector"),
        ],
        (o, now) =>
        [
            KindPrinter.Name(o), o.Text("spec", "type"), o.Text("spec", "clusterIP").OrNone(), ExternalAddress(o), ServicePorts(o), KindPrinter.Age(o, now),
            Fields.Labels(o.Map("spec", "selector")),
        ]);

    public static KindPrinter Endpoints { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Endpoints"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), Few(o.List("subsets").SelectMany(Addresses)), KindPrinter.Age(o, now)]);

    public static KindPrinter EndpointSlice { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("AddressType"), TableColumn.Text("Ports"), TableColumn.Text("Endpoints"), TableColumn.Age],
        (o, now) =>
        [
            KindPrinter.Name(o), o.Text("addressType"),
            o.List("ports").Count == 0 ? "<unset>" : Few(o.List("ports").Select(port => port.Number("port") is { } number ? $"{number}" : "*")),
            o.List("endpoints").Count == 0 ? "<unset>" : Few(o.List("endpoints").SelectMany(endpoint => endpoint.List("addresses")).Select(address => address.Scalar())),
            KindPrinter.Age(o, now),
        ]);

    public static KindPrinter Ingress { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Class"), TableColumn.Text("Hosts"), TableColumn.Text("Address"), TableColumn.Text("Ports"), TableColumn.Age],
        (o, now) =>
        [
            KindPrinter.Name(o), o.Text("spec", "ingressClassName").OrNone(), Hosts(o), Balancers(o), o.List("spec", "tls").Count > 0 ? "80, 443" : "80",
            KindPrinter.Age(o, now),
        ]);

    public static KindPrinter IngressClass { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Controller"), TableColumn.Text("Parameters"), TableColumn.Age],
        (o, now) =>
        [
            KindPrinter.Name(o), o.Text("spec", "controller"),
            o.At("spec", "parameters") is { } reference
                ? $"{reference.Text("kind")}{(reference.Text("apiGroup") is { Length: > 0 } group ? $".{group}" : "")}/{reference.Text("name")}"
                : "<none>",
            KindPrinter.Age(o, now),
        ]);

    public static KindPrinter NetworkPolicy { get; } = new(
        [TableColumn.ObjectName, TableColumn.Text("Pod-Selector"), TableColumn.Age],
        (o, now) => [KindPrinter.Name(o), Fields.Selector(o.At("spec", "podSelector")), KindPrinter.Age(o, now)]);

    private static string ExternalAddress(JsonObject service)
    {
        var external = string.Join(',', service.List("spec", "externalIPs").Select(address => address.Scalar()));
        switch (service.Text("spec", "type"))
        {
            case "ExternalName":
                return service.Text("spec", "externalName");
            case "LoadBalancer":
                var balancers = Balancers(service);
                var all = external.Length == 0 || balancers.Length == 0 ? balancers + external : $"{balancers},{external}";
                return all.Length == 0 ? "<pending>" : all;
            default:
                return external.OrNone();
        }
    }

    private static string Balancers(JsonObject o) => string.Join(',', o.List("status", "loadBalancer", "ingress")
        .Select(ingress => ingress.Text("ip") is { Length: > 0 } address ? address : ingress.Text("hostname"))
        .Where(text => text.Length > 0));

    private static string ServicePorts(JsonObject service) => string.Join(',', service.List("spec", "ports").Select(port =>
    {
        var protocol = port.Text("protocol") is { Length: > 0 } given ? given : "TCP";
        return port.Number("nodePort") is > 0 and var node ? $"{port.Scalar("port")}:{node}/{protocol}" : $"{port.Scalar("port")}/{protocol}";
    })).OrNone();

    private static IEnumerable<string> Addresses(JsonNode? subset) => subset.List("ports").Count == 0
        ? subset.List("addresses").Select(address => address.Text("ip"))
        : subset.List("ports").SelectMany(port => subset.List("addresses").Select(address => $"{address.Text("ip")}:{port.Scalar("port")}"));

    private static string Hosts(JsonObject ingress)
    {
        var hosts = ingress.List("spec", "rules").Select(rule => rule.Text("host")).Where(host => host.Length > 0).ToList();
        return hosts.Count == 0 ? "*" : Few(hosts);
    }

    /// <summary>Three at most, then how many more.</summary>
    private static string Few(IEnumerable<string> values)
    {
        var all = values.ToList();
        return all.Count > 3 ? $"{string.Join(',', all.Take(3))} + {all.Count - 3} more..." : string.Join(',', all).OrNone();
    }
}
