using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Reads the metadata of an object for a cache, which every event of every kind goes through: without detours, with strings that many objects have in
/// common shared, and of <c>managedFields</c> only the newest time.
/// </summary>
internal sealed class ObjectMetaReader : JsonConverter<V1ObjectMeta>
{
    private static readonly ObjectMetaReader _reader = new();

    /// <summary>A modifier of type descriptions.</summary>
    public static void Apply(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in info.Properties)
        {
            if (property.PropertyType == typeof(V1ObjectMeta))
            {
                property.CustomConverter = _reader;
            }
        }
    }

    public override V1ObjectMeta Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(reader, JsonTokenType.StartObject, "metadata", "an object");
        var metadata = new V1ObjectMeta();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref reader, metadata);
        }

        return metadata;
    }

    public override void Write(Utf8JsonWriter writer, V1ObjectMeta value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, ClientJson.TypeInfo<V1ObjectMeta>());

    private static void ReadField(ref Utf8JsonReader reader, V1ObjectMeta metadata)
    {
        if (reader.ValueTextEquals("name"u8))
        {
            metadata.Name = Text(ref reader, "name");
        }
        else if (reader.ValueTextEquals("namespace"u8))
        {
            metadata.NamespaceProperty = Shared(ref reader, "namespace");
        }
        else if (reader.ValueTextEquals("uid"u8))
        {
            metadata.Uid = Text(ref reader, "uid");
        }
        else if (reader.ValueTextEquals("resourceVersion"u8))
        {
            metadata.ResourceVersion = Text(ref reader, "resourceVersion");
        }
        else if (reader.ValueTextEquals("creationTimestamp"u8))
        {
            metadata.CreationTimestamp = Time(ref reader, "creationTimestamp");
        }
        else if (reader.ValueTextEquals("labels"u8))
        {
            metadata.Labels = Map(ref reader, "labels", areValuesShared: true);
        }
        else if (reader.ValueTextEquals("annotations"u8))
        {
            metadata.Annotations = Map(ref reader, "annotations", areValuesShared: false);
        }
        else if (reader.ValueTextEquals("managedFields"u8))
        {
            reader.Read();
            ManagedFieldsTime.Read(ref reader);
        }
        else if (reader.ValueTextEquals("ownerReferences"u8))
        {
            metadata.OwnerReferences = Owners(ref reader);
        }
        else
        {
            ReadRareField(ref reader, metadata);
        }
    }

    private static void ReadRareField(ref Utf8JsonReader reader, V1ObjectMeta metadata)
    {
        if (reader.ValueTextEquals("generation"u8))
        {
            metadata.Generation = Number(ref reader, "generation");
        }
        else if (reader.ValueTextEquals("generateName"u8))
        {
            metadata.GenerateName = Shared(ref reader, "generateName");
        }
        else if (reader.ValueTextEquals("finalizers"u8))
        {
            metadata.Finalizers = Texts(ref reader, "finalizers");
        }
        else if (reader.ValueTextEquals("deletionTimestamp"u8))
        {
            metadata.DeletionTimestamp = Time(ref reader, "deletionTimestamp");
        }
        else if (reader.ValueTextEquals("deletionGracePeriodSeconds"u8))
        {
            metadata.DeletionGracePeriodSeconds = Number(ref reader, "deletionGracePeriodSeconds");
        }
        else if (reader.ValueTextEquals("selfLink"u8))
        {
            metadata.SelfLink = Text(ref reader, "selfLink");
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private static List<V1OwnerReference>? Owners(ref Utf8JsonReader reader)
    {
        if (!Begins(ref reader, JsonTokenType.StartArray, "ownerReferences", "a list"))
        {
            return null;
        }

        var owners = new List<V1OwnerReference>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader, JsonTokenType.StartObject, "metadata.ownerReferences", "a list of objects");
            owners.Add(Owner(ref reader));
        }

        return owners;
    }

    private static V1OwnerReference Owner(ref Utf8JsonReader reader)
    {
        var owner = new V1OwnerReference();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("uid"u8))
            {
                owner.Uid = Shared(ref reader, "ownerReferences.uid");
            }
            else if (reader.ValueTextEquals("kind"u8))
            {
                owner.Kind = Shared(ref reader, "ownerReferences.kind");
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                owner.Name = Shared(ref reader, "ownerReferences.name");
            }
            else if (reader.ValueTextEquals("apiVersion"u8))
            {
                owner.ApiVersion = Shared(ref reader, "ownerReferences.apiVersion");
            }
            else if (reader.ValueTextEquals("controller"u8))
            {
                owner.Controller = Truth(ref reader, "ownerReferences.controller");
            }
            else if (reader.ValueTextEquals("blockOwnerDeletion"u8))
            {
                owner.BlockOwnerDeletion = Truth(ref reader, "ownerReferences.blockOwnerDeletion");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return owner;
    }

    private static Dictionary<string, string>? Map(ref Utf8JsonReader reader, string field, bool areValuesShared)
    {
        if (!Begins(ref reader, JsonTokenType.StartObject, field, "an object"))
        {
            return null;
        }

        var map = new Dictionary<string, string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = TextPool.Read(reader);
            map[key] = (areValuesShared ? Shared(ref reader, field) : Text(ref reader, field))!;
        }

        return map;
    }

    private static List<string>? Texts(ref Utf8JsonReader reader, string field)
    {
        if (!Begins(ref reader, JsonTokenType.StartArray, field, "a list"))
        {
            return null;
        }

        var texts = new List<string>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader, JsonTokenType.String, $"metadata.{field}", "a list of strings");
            texts.Add(TextPool.Read(reader));
        }

        return texts;
    }

    private static string? Text(ref Utf8JsonReader reader, string field) => Begins(ref reader, JsonTokenType.String, field, "a string") ? reader.GetString() : null;

    private static string? Shared(ref Utf8JsonReader reader, string field) =>
        Begins(ref reader, JsonTokenType.String, field, "a string") ? TextPool.Read(reader) : null;

    private static DateTime? Time(ref Utf8JsonReader reader, string field) =>
        Begins(ref reader, JsonTokenType.String, field, "a time") ? TimeConverter.Parse(ref reader) : null;

    private static long? Number(ref Utf8JsonReader reader, string field)
    {
        if (!Begins(ref reader, JsonTokenType.Number, field, "a whole number"))
        {
            return null;
        }

        return reader.TryGetInt64(out var number) ? number : throw new JsonException($"metadata.{field} must be a whole number.");
    }

    private static bool? Truth(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            _ => throw Wrong(reader, $"metadata.{field}", "true or false"),
        };
    }

    /// <summary>Moves to the value; false when it is null.</summary>
    private static bool Begins(ref Utf8JsonReader reader, JsonTokenType type, string field, string what)
    {
        reader.Read();
        if (reader.TokenType == type)
        {
            return true;
        }

        return reader.TokenType == JsonTokenType.Null ? false : throw Wrong(reader, $"metadata.{field}", what);
    }

    private static void Expect(in Utf8JsonReader reader, JsonTokenType type, string path, string what)
    {
        if (reader.TokenType != type)
        {
            throw Wrong(reader, path, what);
        }
    }

    private static JsonException Wrong(in Utf8JsonReader reader, string path, string what) => new($"{path} must be {what}, not {reader.TokenType}.");
}
