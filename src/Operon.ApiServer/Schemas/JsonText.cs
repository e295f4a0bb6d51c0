using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Schemas;

/// <summary>JSON values as messages and comparisons need them.</summary>
internal static class JsonText
{
    /// <summary>JSON text of a value for error messages; strings in Go's %q form.</summary>
    public static string Of(JsonNode? node) => node is JsonValue && node.GetValueKind() == JsonValueKind.String
        ? Quote(node.GetValue<string>())
        : Canonical(node);

    /// <summary>The value's JSON with sorted members and numbers by value: equal values have equal text.</summary>
    public static string Canonical(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\x7f' => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A number as Go prints a float64 with %v.</summary>
    public static string Number(double value)
    {
        var magnitude = Math.Abs(value);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e21))
        {
            return value.ToString("0.################e+00", CultureInfo.InvariantCulture);
        }
        return value.ToString("0.#################", CultureInfo.InvariantCulture);
    }

    public static string TypeName(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => IsInteger(node) ? "integer" : "number",
            _ => "null",
        },
    };

    public static bool IsInteger(JsonNode node)
    {
        var text = node.ToJsonString();
        return text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 || (double.TryParse(text, CultureInfo.InvariantCulture, out var value) && Math.Floor(value) == value);
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject fields:
                text.Append('{');
                var first = true;
                foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    text.Append(first ? "" : ",").Append(Quote(name)).Append(':');
                    Write(value, text);
                    first = false;
                }
                text.Append('}');
                break;
            case JsonArray elements:
                text.Append('[');
                for (var i = 0; i < elements.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Write(elements[i], text);
                }
                text.Append(']');
                break;
            default:
                WriteScalar(node, text);
                break;
        }
    }

    private static void WriteScalar(JsonNode node, StringBuilder text)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.String:
                text.Append(Quote(node.GetValue<string>()));
                break;
            case JsonValueKind.Number:
                var raw = node.ToJsonString();
                // Integers beyond 2^53 stay exact.
                text.Append(raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? raw : Number(double.Parse(raw, CultureInfo.InvariantCulture)));
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }
}
