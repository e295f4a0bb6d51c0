using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>What to own of a whole object by server-side apply; see <see cref="ApplyForm"/>. apiVersion, kind, name and namespace are always sent.</summary>
/// <typeparam name="T">The type the object is read as.</typeparam>
public abstract class ResourceApplyForm<T> : ApplyForm
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Begins a form of the object with this name.</summary>
    protected ResourceApplyForm(string name, string? namespaceName)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Metadata = new ObjectMetaApply(name, namespaceName);
    }

    /// <summary>Name, namespace, and the metadata to own.</summary>
    public ObjectMetaApply Metadata { get; }

    /// <summary>The kind.</summary>
    public abstract ResourceKind<T> Kind { get; }

    /// <summary>The body of the request.</summary>
    public JsonObject ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteTo(writer, Kind.Json.Options);
        }

        return JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
    }

    /// <summary>Sets what <paramref name="fieldManager"/> owns of <paramref name="resource"/>, to the values there; for the generated <c>Extract</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Take(T resource, string fieldManager, string? subresource)
    {
        var owned = OwnedFields.Extract(Kind, resource, fieldManager, subresource, missingIsNull: true).ToJson();
        if (owned["metadata"] is JsonObject metadata)
        {
            metadata.Remove("name");
            metadata.Remove("namespace");
            Metadata.ReadFrom(Element(metadata), Kind.Json.Options);
        }

        foreach (var handled in (ReadOnlySpan<string>)["apiVersion", "kind", "metadata"])
        {
            owned.Remove(handled);
        }

        ReadFrom(Element(owned), Kind.Json.Options);
    }

    private protected override void WriteFields(Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        writer.WriteString("apiVersion"u8, Kind.Type.ApiVersion);
        writer.WriteString("kind"u8, Kind.Type.Kind);
        writer.WritePropertyName("metadata"u8);
        Metadata.WriteTo(writer, options);
        base.WriteFields(writer, options);
    }

    private static JsonElement Element(JsonObject json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        return document.RootElement.Clone();
    }
}
