using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using KubernetesJson = Operon.Kubernetes.KubernetesJson;

namespace Operon.Webhooks;

/// <summary>Checks of converters for tests.</summary>
public static class RoundTrip
{
    /// <summary>
    /// Takes each sample from the hub to the other version and back, through JSON as the API server does. Throws <see cref="ConversionLossException"/> that names the
    /// fields that did not come back as they were.
    /// </summary>
    public static void Verify<TSpoke, THub>(
        ResourceKind<TSpoke> spoke, ResourceKind<THub> hub, IConverter<TSpoke, THub> converter, IEnumerable<THub> samples)
        where TSpoke : class, IKubernetesObject<V1ObjectMeta>
        where THub : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(spoke);
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentNullException.ThrowIfNull(converter);
        ArgumentNullException.ThrowIfNull(samples);
        var conversion = new SpokeConversion<TSpoke, THub>(spoke, hub, converter);
        var lost = new List<string>();
        foreach (var sample in samples)
        {
            var before = JsonSerializer.SerializeToNode(sample, hub.Json)!.AsObject();
            before["apiVersion"] = hub.Type.ApiVersion;
            before["kind"] = hub.Type.Kind;
            var after = conversion.ToHub(conversion.FromHub(before));

            // What a version has no field for is kept in annotations, which may well be there after.
            (after["metadata"] as JsonObject)?.Remove("annotations");
            var compared = before.DeepClone().AsObject();
            (compared["metadata"] as JsonObject)?.Remove("annotations");
            lost.AddRange(JsonPatches.Difference(compared, after).Select(operation => Describe(compared, operation!.AsObject())));
        }

        if (lost.Count > 0)
        {
            throw new ConversionLossException($"{converter.GetType().Name}: {hub.Type.Version} to {spoke.Type.Version} and back changes {string.Join("; ", lost.Distinct())}", [.. lost.Distinct()]);
        }
    }

    private static string Describe(JsonNode before, JsonObject operation)
    {
        var path = (string)operation["path"]!;
        var was = path.Split('/').Skip(1).Aggregate((JsonNode?)before, (node, part) => node switch
        {
            JsonObject fields => fields[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)],
            JsonArray items when int.TryParse(part, out var index) && index < items.Count => items[index],
            _ => null,
        });
        var became = (string?)operation["op"] == "remove" ? "nothing" : operation["value"]?.ToJsonString(Operon.Kubernetes.KubernetesJson.NodeOptions) ?? "null";
        return $"{path} (from {was?.ToJsonString(Operon.Kubernetes.KubernetesJson.NodeOptions) ?? "nothing"} to {became})";
    }
}
