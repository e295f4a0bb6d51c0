using System.Text.Json.Nodes;

namespace Operon.ApiServer.Schemas;

/// <summary>Removes fields a schema does not know.</summary>
internal static class SchemaPruner
{
    /// <summary>
    /// Prunes in place. Paths of removed fields (<c>spec.containers[0].bar</c>) go to <paramref name="unknownFields"/>; a subtree is reported once,
    /// at its top.
    /// </summary>
    public static void Prune(JsonObject node, Schema schema, ICollection<string>? unknownFields) => PruneObject(node, schema, "", unknownFields);

    /// <summary>Removes null members the way decoding into a Go struct does; for built-in kinds, where null means absent.</summary>
    public static void DropNulls(JsonNode? node, Schema schema)
    {
        if (node is JsonArray elements && schema.Items is { } items)
        {
            foreach (var element in elements)
            {
                DropNulls(element, items);
            }
        }
        else if (node is JsonObject fields && !schema.PreserveUnknownFields)
        {
            foreach (var name in fields.Select(field => field.Key).ToArray())
            {
                var child = schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties;
                if (fields[name] is { } value)
                {
                    if (child is not null)
                    {
                        DropNulls(value, child);
                    }
                }
                else if (schema.Properties.ContainsKey(name) && child is not { PreserveUnknownFields: true })
                {
                    fields.Remove(name);
                }
            }
        }
    }

    private static void PruneNode(JsonNode? node, Schema schema, string path, ICollection<string>? unknownFields)
    {
        if (node is JsonObject fields)
        {
            PruneObject(fields, schema, path, unknownFields);
        }
        else if (node is JsonArray elements && schema.Items is { } items)
        {
            for (var i = 0; i < elements.Count; i++)
            {
                if (elements[i] is JsonObject or JsonArray)
                {
                    PruneNode(elements[i], items, unknownFields is null ? "" : $"{path}[{i}]", unknownFields);
                }
            }
        }
    }

    private static void PruneObject(JsonObject fields, Schema schema, string path, ICollection<string>? unknownFields)
    {
        List<string>? unknown = null;
        foreach (var (name, value) in fields)
        {
            var child = schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties;
            if (child is not null)
            {
                if (value is JsonObject or JsonArray)
                {
                    PruneNode(value, child, unknownFields is null ? "" : Join(path, name), unknownFields);
                }
            }
            else if (!schema.PreserveUnknownFields)
            {
                (unknown ??= []).Add(name);
            }
        }
        foreach (var name in unknown ?? [])
        {
            fields.Remove(name);
            unknownFields?.Add(Join(path, name));
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
