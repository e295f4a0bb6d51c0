using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>An object of any kind: typed metadata, and every other top-level field as JSON.</summary>
[JsonConverter(typeof(UntypedObjectConverter))]
public sealed class UntypedObject : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public string? ApiVersion { get; set; }

    /// <inheritdoc/>
    public string? Kind { get; set; }

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>All top-level fields but <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>, such as <c>spec</c> and <c>status</c>.</summary>
    public JsonObject Fields { get; set; } = [];

    /// <summary>Reads an object. Throws <see cref="JsonException"/> when the metadata does not have the shape of ObjectMeta.</summary>
    public static UntypedObject FromJson(JsonObject json) =>
        json.Deserialize(ClientJson.TypeInfo<UntypedObject>())
        ?? throw new JsonException("The object is null.");

    /// <summary>The whole object as JSON; changing it does not change this object.</summary>
    public JsonObject ToJson() =>
        JsonSerializer.SerializeToNode(this, ClientJson.TypeInfo<UntypedObject>())!.AsObject();
}
