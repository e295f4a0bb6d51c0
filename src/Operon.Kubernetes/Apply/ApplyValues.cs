using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Operon.Kubernetes;

/// <summary>Writes and reads the values of <see cref="ApplyForm"/>s; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ApplyValues
{
    /// <summary>Writes a value as the type's own context does.</summary>
    public static void Write<TValue>(Utf8JsonWriter writer, TValue? value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            JsonSerializer.Serialize(writer, value, TypeInfo<TValue>(options));
        }
    }

    /// <summary>Reads a value as the type's own context does.</summary>
    public static TValue? Read<TValue>(JsonElement value, JsonSerializerOptions options) => value.ValueKind == JsonValueKind.Null ? default : value.Deserialize(TypeInfo<TValue>(options));

    /// <summary>Writes a value by the converter of its property.</summary>
    public static void WriteBy<TValue>(JsonConverter converter, Utf8JsonWriter writer, TValue? value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            Typed<TValue>(converter, options).Write(writer, value, options);
        }
    }

    /// <summary>Reads a value by the converter of its property.</summary>
    public static TValue? ReadBy<TValue>(JsonConverter converter, JsonElement value, JsonSerializerOptions options)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()));
        reader.Read();
        return Typed<TValue>(converter, options).Read(ref reader, typeof(TValue), options);
    }

    /// <summary>Writes a time with six fractional digits: meta/v1 MicroTime.</summary>
    public static void WriteMicroTime(Utf8JsonWriter writer, DateTime? value) => MicroTime.WriteValue(writer, value);

    /// <summary>Writes the form of a nested object.</summary>
    public static void WriteForm(Utf8JsonWriter writer, ApplyForm? form, JsonSerializerOptions options)
    {
        if (form is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            form.WriteTo(writer, options);
        }
    }

    /// <summary>Reads the form of a nested object.</summary>
    public static TForm ReadForm<TForm>(JsonElement value, JsonSerializerOptions options)
        where TForm : ApplyForm, new()
    {
        var form = new TForm();
        if (value.ValueKind != JsonValueKind.Null)
        {
            form.ReadFrom(value, options);
        }

        return form;
    }

    /// <summary>Writes a list.</summary>
    public static void WriteList<TItem>(Utf8JsonWriter writer, IReadOnlyList<TItem>? items, Action<Utf8JsonWriter, TItem, JsonSerializerOptions> write, JsonSerializerOptions options)
    {
        if (items is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (var item in items)
        {
            write(writer, item, options);
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads a list.</summary>
    public static IReadOnlyList<TItem>? ReadList<TItem>(JsonElement value, Func<JsonElement, JsonSerializerOptions, TItem> read, JsonSerializerOptions options) =>
        value.ValueKind == JsonValueKind.Null ? null : [.. value.EnumerateArray().Select(item => read(item, options))];

    /// <summary>Writes a map.</summary>
    public static void WriteMap<TItem>(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, TItem>? items, Action<Utf8JsonWriter, TItem, JsonSerializerOptions> write, JsonSerializerOptions options)
    {
        if (items is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        foreach (var (key, item) in items)
        {
            writer.WritePropertyName(key);
            write(writer, item, options);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads a map.</summary>
    public static IReadOnlyDictionary<string, TItem>? ReadMap<TItem>(JsonElement value, Func<JsonElement, JsonSerializerOptions, TItem> read, JsonSerializerOptions options) =>
        value.ValueKind == JsonValueKind.Null ? null : value.EnumerateObject().ToDictionary(member => member.Name, member => read(member.Value, options));

    private static JsonTypeInfo<TValue> TypeInfo<TValue>(JsonSerializerOptions options) => (JsonTypeInfo<TValue>)options.GetTypeInfo(typeof(TValue));

    private static JsonConverter<TValue> Typed<TValue>(JsonConverter converter, JsonSerializerOptions options) =>
        (JsonConverter<TValue>)(converter is JsonConverterFactory factory ? factory.CreateConverter(typeof(TValue), options)! : converter);
}
