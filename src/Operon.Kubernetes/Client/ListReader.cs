using System.Text.Json;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Reads a list of any kind in one pass: items straight into their type, of the rest only what paging and watching need.</summary>
internal static class ListReader
{
    public static ResourceList<T> Read<T>(ReadOnlySpan<byte> json, ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var reader = new Utf8JsonReader(json);
        var items = new List<T>();
        string? resourceVersion = null, next = null;
        Expect(ref reader, JsonTokenType.StartObject, kind.Type);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                ReadItems(ref reader, kind, items);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                ReadMetadata(ref reader, kind.Type, ref resourceVersion, ref next);
            }
            else
            {
                reader.Skip();
            }
        }

        return new ResourceList<T>(items, resourceVersion ?? "", string.IsNullOrEmpty(next) ? null : next);
    }

    private static void ReadItems<T>(ref Utf8JsonReader reader, ResourceKind<T> kind, List<T> items)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(kind.Complete(JsonSerializer.Deserialize(ref reader, kind.Json)
                ?? throw new JsonException($"The list of {kind.Type.GroupResource} holds a null item.")));
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ResourceType type, ref string? resourceVersion, ref string? next)
    {
        Expect(ref reader, JsonTokenType.StartObject, type);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                resourceVersion = reader.GetString();
            }
            else if (reader.ValueTextEquals("continue"u8))
            {
                reader.Read();
                next = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, ResourceType type)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException($"The list of {type.GroupResource} is not a Kubernetes list: {token} expected, {reader.TokenType} found.");
        }
    }
}
