using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources;

/// <summary>Reading and building object trees without ceremony.</summary>
internal static class JsonTree
{
    public static string? Text(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static string Text(this JsonObject? obj, string field) => (obj?[field]).Text() ?? "";

    public static long? Integer(this JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        return value.TryGetValue(out long number) ? number : value.TryGetValue(out int small) ? small : value.TryGetValue(out double d) && d == Math.Floor(d) ? (long)d : null;
    }

    public static bool? Boolean(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static JsonObject? Object(this JsonNode? node, string field) => (node as JsonObject)?[field] as JsonObject;

    public static JsonArray? Array(this JsonNode? node, string field) => (node as JsonObject)?[field] as JsonArray;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, string field) => node.Array(field)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> Texts(this JsonNode? node, string field) => node.Array(field)?.Select(item => item.Text()).OfType<string>() ?? [];

    /// <summary>The object at the field, created when absent.</summary>
    public static JsonObject Ensure(this JsonObject obj, string field)
    {
        if (obj[field] is not JsonObject child)
        {
            obj[field] = child = [];
        }

        return child;
    }

    public static JsonObject Metadata(this JsonObject obj) => obj.Ensure("metadata");

    public static string Name(this JsonObject obj) => obj.Object("metadata").Text("name");

    public static string Namespace(this JsonObject obj) => obj.Object("metadata").Text("namespace");

    public static string Uid(this JsonObject obj) => obj.Object("metadata").Text("uid");

    public static bool IsDeleting(this JsonObject obj) => obj.Object("metadata")?["deletionTimestamp"] is not null;

    public static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    /// <summary>The node at a dotted path such as <c>.spec.replicas</c>.</summary>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            node = (node as JsonObject)?[part];
        }

        return node;
    }

    public static void SetAt(this JsonObject obj, string path, JsonNode? value)
    {
        var parts = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.AsSpan(0, parts.Length - 1))
        {
            obj = obj.Ensure(part);
        }

        obj[parts[^1]] = value;
    }

    public static string Rfc3339(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
