using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Webhooks;

/// <summary>Runs a converter on raw objects.</summary>
internal sealed class SpokeConversion<TSpoke, THub>(ResourceKind<TSpoke> spoke, ResourceKind<THub> hub, IConverter<TSpoke, THub> converter) : ISpokeConversion
    where TSpoke : class, IKubernetesObject<V1ObjectMeta>
    where THub : class, IKubernetesObject<V1ObjectMeta>
{
    public ResourceType Spoke => spoke.Type;

    public ResourceType Hub => hub.Type;

    public JsonObject ToHub(JsonObject spokeObject) =>
        Convert(spokeObject, spoke.Json, converter.ToHub, hub);

    public JsonObject FromHub(JsonObject hubObject) =>
        Convert(hubObject, hub.Json, converter.FromHub, spoke);

    private JsonObject Convert<TFrom, TTo>(JsonObject json, JsonTypeInfo<TFrom> from, Func<TFrom, TTo> convert, ResourceKind<TTo> to)
        where TFrom : class, IKubernetesObject<V1ObjectMeta>
        where TTo : class, IKubernetesObject<V1ObjectMeta>
    {
        var given = json.Deserialize(from) ?? throw new JsonException("the object is null");
        var converted = convert(given) ?? throw new InvalidOperationException($"{converter.GetType().Name} returned null; return an object of {to.Type.ApiVersion}");
        var result = JsonSerializer.SerializeToNode(converted, to.Json)!.AsObject();
        result["apiVersion"] = to.Type.ApiVersion;
        result["kind"] = to.Type.Kind;
        result["metadata"] = ConvertedMetadata.Of(json["metadata"] as JsonObject ?? [], result["metadata"] as JsonObject ?? []);
        return result;
    }
}
