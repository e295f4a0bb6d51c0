using System.Text.Json.Nodes;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Objects;

/// <summary>The Services with the options of the spec.</summary>
internal static class PublishedServices
{
    public static IEnumerable<SupportingObject> Build(ClusterLayout layout, EtcdObserved observed)
    {
        var services = layout.Cluster.Spec.Services;
        yield return Service(layout, layout.ClientServiceName, services?.Client, Json(layout.Labels), []);
        yield return Service(layout, layout.PeerServiceName, null, Json(layout.Labels), new JsonObject
        {
            ["clusterIP"] = "None",
            ["publishNotReadyAddresses"] = true,
            ["ports"] = new JsonArray(Port("client", ClusterLayout.ClientPort), Port("peer", ClusterLayout.PeerPort)),
        });
        if (services?.PerMember is not { } perMember)
        {
            yield break;
        }

        foreach (var member in observed.Membership?.Members ?? [])
        {
            yield return Service(layout, member.Name, perMember, Json(new(layout.Labels) { [ClusterLayout.NodeLabel] = member.Name }), [], ClusterLayout.MemberServiceLabel);
        }
    }

    private static SupportingObject Service(ClusterLayout layout, string name, ServiceOptions? options, JsonObject selector, JsonObject spec, string? mark = null)
    {
        spec["selector"] = selector;
        spec["ports"] ??= new JsonArray(Port("client", ClusterLayout.ClientPort));
        Publish(spec, options, layout.Cluster.Spec.Services);
        var json = SupportingObjects.Render(layout, ResourceKinds.Service.Type, name, spec);
        var metadata = json["metadata"]!.AsObject();
        foreach (var (key, value) in options?.Annotations ?? [])
        {
            metadata["annotations"] ??= new JsonObject();
            metadata["annotations"]![key] = value;
        }

        foreach (var (key, value) in options?.Labels ?? [])
        {
            if (!layout.Labels.ContainsKey(key))
            {
                metadata["labels"]![key] = value;
            }
        }

        if (mark is not null)
        {
            metadata["labels"]![mark] = "true";
        }

        return new SupportingObject(ResourceKinds.Service.Type, name, json);
    }

    private static void Publish(JsonObject spec, ServiceOptions? options, ServicesPolicy? services)
    {
        spec["type"] = string.IsNullOrEmpty(options?.Type) ? "ClusterIP" : options.Type;
        if (!string.IsNullOrEmpty(options?.LoadBalancerClass))
        {
            spec["loadBalancerClass"] = options.LoadBalancerClass;
        }

        if (options?.LoadBalancerSourceRanges is { Count: > 0 } ranges)
        {
            spec["loadBalancerSourceRanges"] = List(ranges);
        }

        if (!string.IsNullOrEmpty(options?.ExternalTrafficPolicy))
        {
            spec["externalTrafficPolicy"] = options.ExternalTrafficPolicy;
        }

        if (!string.IsNullOrEmpty(services?.IpFamilyPolicy))
        {
            spec["ipFamilyPolicy"] = services.IpFamilyPolicy;
        }

        if (services?.IpFamilies is { Count: > 0 } families)
        {
            spec["ipFamilies"] = List(families);
        }
    }

    private static JsonObject Json(Dictionary<string, string> labels) => SupportingObjects.Json(labels);

    private static JsonArray List(IReadOnlyList<string> items) => new([.. items.Select(item => (JsonNode)item)]);

    private static JsonObject Port(string name, int port) => new() { ["name"] = name, ["port"] = port, ["targetPort"] = port, ["protocol"] = "TCP" };
}
