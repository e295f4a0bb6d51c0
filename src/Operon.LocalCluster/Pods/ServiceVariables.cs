using System.Globalization;
using k8s.Models;
using Operon.LocalCluster.Networking;

namespace Operon.LocalCluster.Pods;

/// <summary>The environment variables that describe Services: <c>NAME_SERVICE_HOST</c>, <c>NAME_PORT_80_TCP_ADDR</c> and their kin.</summary>
internal static class ServiceVariables
{
    public static Dictionary<string, string> Build(IEnumerable<V1Service> services)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(variables, "KUBERNETES", ClusterAddresses.ApiServer.ToString(), [new V1ServicePort { Name = "https", Port = 443, Protocol = "TCP" }]);
        foreach (var service in services)
        {
            if (service.Spec.Type != "ExternalName" && service.Spec.ClusterIP is { Length: > 0 } address && address != "None" && service.Spec.Ports is { Count: > 0 } ports)
            {
                Add(variables, service.Metadata.Name.ToUpperInvariant().Replace('-', '_'), address, ports);
            }
        }

        return variables;
    }

    private static void Add(Dictionary<string, string> variables, string name, string address, IList<V1ServicePort> ports)
    {
        variables[$"{name}_SERVICE_HOST"] = address;
        variables[$"{name}_SERVICE_PORT"] = Text(ports[0].Port);
        variables[$"{name}_PORT"] = Url(ports[0]);
        foreach (var port in ports)
        {
            if (!string.IsNullOrEmpty(port.Name))
            {
                variables[$"{name}_SERVICE_PORT_{port.Name.ToUpperInvariant().Replace('-', '_')}"] = Text(port.Port);
            }

            var prefix = $"{name}_PORT_{port.Port}_{port.Protocol ?? "TCP"}";
            variables[prefix] = Url(port);
            variables[$"{prefix}_PROTO"] = (port.Protocol ?? "TCP").ToLowerInvariant();
            variables[$"{prefix}_PORT"] = Text(port.Port);
            variables[$"{prefix}_ADDR"] = address;
        }

        string Url(V1ServicePort port) => $"{(port.Protocol ?? "TCP").ToLowerInvariant()}://{address}:{port.Port}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
