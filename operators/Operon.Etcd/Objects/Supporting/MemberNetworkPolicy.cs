using System.Text.Json;
using System.Text.Json.Nodes;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Objects;

/// <summary>
/// The NetworkPolicy of the members: peers among themselves, clients on the client port, and the operator's namespace everywhere, or it could look after
/// nothing any more. Probes come from the node, which no policy stops.
/// </summary>
internal static class MemberNetworkPolicy
{
    private static readonly ResourceType _type = new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", IsNamespaced: true);

    public static SupportingObject Build(ClusterLayout layout, string operatorNamespace)
    {
        var asked = layout.Cluster.Spec.NetworkPolicy;
        if (asked is not { Enabled: true })
        {
            return new SupportingObject(_type, layout.Name, null);
        }

        var members = new JsonObject { ["podSelector"] = new JsonObject { ["matchLabels"] = SupportingObjects.Json(layout.Labels) } };
        var own = new JsonObject
        {
            ["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["kubernetes.io/metadata.name"] = operatorNamespace } },
        };
        var anybodyHere = new JsonObject { ["podSelector"] = new JsonObject() };
        var rules = new JsonArray(
            Rule(new JsonArray(members), ClusterLayout.PeerPort, ClusterLayout.ClientPort),
            Rule(new JsonArray(own), ClusterLayout.ClientPort, ClusterLayout.PeerPort, ClusterLayout.MetricsPort),
            Rule(Peers(asked.ClientFrom) ?? new JsonArray(anybodyHere), ClusterLayout.ClientPort));
        if (Peers(asked.MetricsFrom) is { } readers)
        {
            rules.Add((JsonNode)Rule(readers, ClusterLayout.MetricsPort));
        }

        return new SupportingObject(_type, layout.Name, SupportingObjects.Render(layout, _type, layout.Name, new JsonObject
        {
            ["podSelector"] = new JsonObject { ["matchLabels"] = SupportingObjects.Json(layout.Labels) },
            ["policyTypes"] = new JsonArray("Ingress"),
            ["ingress"] = rules,
        }));
    }

    private static JsonArray? Peers(JsonElement? peers) => peers is { ValueKind: JsonValueKind.Array } given ? JsonArray.Create(given) : null;

    private static JsonObject Rule(JsonArray from, params ReadOnlySpan<int> ports)
    {
        var list = new JsonArray();
        foreach (var port in ports)
        {
            list.Add((JsonNode)new JsonObject { ["port"] = port, ["protocol"] = "TCP" });
        }

        return new JsonObject { ["from"] = from, ["ports"] = list };
    }
}
