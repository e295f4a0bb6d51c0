using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace Operon.Kubernetes;

internal sealed class UntypedObjectConverter : JsonConverter<UntypedObject>
{
    public override UntypedObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"A Kubernetes object must be a JSON object, not {reader.TokenType}.");
        }

        var result = new UntypedObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "apiVersion":
                    result.ApiVersion = reader.GetString();
                    break;
                case "kind":
                    result.Kind = reader.GetString();
                    break;
                case "metadata":
                    result.Metadata = JsonSerializer.Deserialize(ref reader, Metadata(options)) ?? new V1ObjectMeta();
                    break;
                default:
                    result.Fields[name] = JsonNode.Parse(ref reader);
                    break;
            }
        }

        return result;
    }

    public override void Write(Utf8JsonWriter writer, UntypedObject value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.ApiVersion is not null)
        {
            writer.WriteString("apiVersion", value.ApiVersion);
        }

        if (value.Kind is not null)
        {
            writer.WriteString("kind", value.Kind);
        }

        writer.WritePropertyName("metadata");
        JsonSerializer.Serialize(writer, value.Metadata, Metadata(options));
        foreach (var (name, field) in value.Fields)
        {
            writer.WritePropertyName(name);
            if (field is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                field.WriteTo(writer, options);
            }
        }

        writer.WriteEndObject();
    }

    private static JsonTypeInfo<V1ObjectMeta> Metadata(JsonSerializerOptions options) =>
        (JsonTypeInfo<V1ObjectMeta>)options.GetTypeInfo(typeof(V1ObjectMeta));
}
