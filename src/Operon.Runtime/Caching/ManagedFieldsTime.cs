using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace Operon.Runtime;

/// <summary>
/// Reads of <c>metadata.managedFields</c> only the newest time: the field sets are often half of an object and nobody who reads a cache looks at
/// them. The property itself stays null.
/// </summary>
internal sealed class ManagedFieldsTime : JsonConverter<IList<V1ManagedFieldsEntry>>
{
    private static readonly ManagedFieldsTime _converter = new();

    // An object is decoded on one thread, without a wait in between.
    [ThreadStatic]
    private static DateTime? _newest;

    /// <summary>The newest time seen on this thread since <see cref="Reset"/>.</summary>
    public static DateTime? Newest => _newest;

    public static void Reset() => _newest = null;

    public static void Note(IEnumerable<V1ManagedFieldsEntry>? entries)
    {
        foreach (var entry in entries ?? [])
        {
            Note(entry.Time);
        }
    }

    /// <summary>A modifier of type descriptions.</summary>
    public static void Apply(JsonTypeInfo info)
    {
        if (info.Type != typeof(V1ObjectMeta) || info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in info.Properties)
        {
            if (property.Name == "managedFields" && property.PropertyType == typeof(IList<V1ManagedFieldsEntry>))
            {
                property.CustomConverter = _converter;
            }
        }
    }

    public override IList<V1ManagedFieldsEntry>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ReadEntry(ref reader);
        }

        return null;
    }

    public override void Write(Utf8JsonWriter writer, IList<V1ManagedFieldsEntry> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, (JsonTypeInfo<IList<V1ManagedFieldsEntry>>)options.GetTypeInfo(typeof(IList<V1ManagedFieldsEntry>)));

    private static void ReadEntry(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals("time"u8);
            reader.Read();
            if (isTime && reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var time))
            {
                Note(time.ToUniversalTime());
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Note(DateTime? time)
    {
        if (time is { } known && (_newest is not { } newest || known > newest))
        {
            _newest = known;
        }
    }
}
