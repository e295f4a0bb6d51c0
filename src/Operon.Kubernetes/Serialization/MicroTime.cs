using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// meta/v1 MicroTime: the server parses these fields with exactly six fractional digits, while the models use the same CLR type as for
/// Time. The fields are known by name.
/// </summary>
internal sealed class MicroTime : JsonConverter<DateTime?>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static readonly MicroTime _converter = new();

    public static void Apply(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in info.Properties)
        {
            if (property.PropertyType == typeof(DateTime?) && IsMicroTime(info.Type, property.Name))
            {
                property.CustomConverter = _converter;
            }
        }
    }

    public override DateTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : TimeConverter.Parse(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options) => WriteValue(writer, value);

    public static void WriteValue(Utf8JsonWriter writer, DateTime? value)
    {
        if (value is { } time)
        {
            TimeConverter.Write(writer, time, Format);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static bool IsMicroTime(Type type, string field) => field switch
    {
        "eventTime" => type == typeof(Corev1Event) || type == typeof(Eventsv1Event),
        "lastObservedTime" => type == typeof(Corev1EventSeries) || type == typeof(Eventsv1EventSeries),
        "acquireTime" or "renewTime" or "pingTime" => true,
        _ => false,
    };
}
