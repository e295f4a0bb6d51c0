using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Operon.ApiServer.Schemas;

/// <summary>What decoding into the Go types of built-in kinds would refuse.</summary>
internal static partial class BuiltInTypeCheck
{
    public static string? FirstMismatch(JsonNode? node, Schema schema, string path)
    {
        switch (node)
        {
            case null:
                return null;
            case JsonObject fields when schema.Type == SchemaType.Object:
                foreach (var (name, value) in fields)
                {
                    if ((schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties) is { } child
                        && FirstMismatch(value, child, $"{path}.{name}") is { } found)
                    {
                        return found;
                    }
                }
                return null;
            case JsonArray elements when schema.Type == SchemaType.Array:
                foreach (var element in elements)
                {
                    if (schema.Items is { } items && FirstMismatch(element, items, path) is { } found)
                    {
                        return found;
                    }
                }
                return null;
            default:
                return Scalar(node, schema, path);
        }
    }

    private static string? Scalar(JsonNode node, Schema schema, string path)
    {
        var kind = node.GetValueKind();
        if (schema.Format == "quantity")
        {
            var text = kind == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
            return kind is JsonValueKind.String or JsonValueKind.Number && QuantityPattern().IsMatch(text)
                ? null
                : $"quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$' (field {path.TrimStart('.')})";
        }
        if (schema.IntOrString)
        {
            return kind == JsonValueKind.String || (kind == JsonValueKind.Number && JsonText.IsInteger(node)) ? null : CannotUnmarshal(node, path, "int32 or string");
        }
        switch (schema.Type)
        {
            case SchemaType.Any:
                return null;
            case SchemaType.String when kind == JsonValueKind.String:
                return Formatted(node.GetValue<string>(), schema.Format, path);
            case SchemaType.Boolean when kind is JsonValueKind.True or JsonValueKind.False:
            case SchemaType.Number when kind == JsonValueKind.Number:
                return null;
            case SchemaType.Integer when kind == JsonValueKind.Number:
                var text = node.ToJsonString();
                return JsonText.IsInteger(node) && StringFormats.IsInRange(schema.Format ?? "int64", text)
                    ? null
                    : $"json: cannot unmarshal number {text} into Go struct field {path} of type {schema.Format ?? "int64"}";
            default:
                return CannotUnmarshal(node, path, GoType(schema));
        }
    }

    private static string? Formatted(string text, string? format, string path) => format switch
    {
        "byte" when !StringFormats.IsValid("byte", text) => $"illegal base64 data in field {path.TrimStart('.')}",
        "date-time" when !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) || !StringFormats.IsValid("date-time", text) =>
            $"parsing time {JsonText.Quote(text)} as \"2006-01-02T15:04:05Z07:00\": cannot parse {JsonText.Quote(text)} (field {path.TrimStart('.')})",
        _ => null,
    };

    private static string CannotUnmarshal(JsonNode node, string path, string type)
    {
        var found = JsonText.TypeName(node) switch
        {
            "boolean" => "bool",
            "integer" => "number",
            var name => name,
        };
        return path.Length == 0 ? $"json: cannot unmarshal {found} into Go value of type {type}" : $"json: cannot unmarshal {found} into Go struct field {path} of type {type}";
    }

    private static string GoType(Schema schema) => schema.Type switch
    {
        SchemaType.Integer => schema.Format ?? "int64",
        SchemaType.Number => "float64",
        SchemaType.Boolean => "bool",
        SchemaType.Array => "[]" + (schema.Items is { } items ? GoType(items) : "interface {}"),
        SchemaType.Object => schema.AdditionalProperties is { } values ? "map[string]" + GoType(values) : "object",
        _ => schema.Format == "date-time" ? "time.Time" : "string",
    };

    [GeneratedRegex(@"^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)\z")]
    private static partial Regex QuantityPattern();
}
