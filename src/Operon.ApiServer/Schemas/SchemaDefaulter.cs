using System.Text.Json.Nodes;

namespace Operon.ApiServer.Schemas;

/// <summary>
/// Adds the defaults of a schema to missing fields, and to nulls where null is not allowed; nulls that are not allowed and have no default are
/// removed, as clients send them for "absent" (<c>creationTimestamp: null</c>).
/// </summary>
internal static class SchemaDefaulter
{
    public static void Apply(JsonNode node, Schema schema)
    {
        switch (node)
        {
            case JsonObject fields:
                Fill(fields, schema);
                break;
            case JsonArray elements when schema.Items is { } items:
                for (var i = 0; i < elements.Count; i++)
                {
                    if (elements[i] is null && ReplacesNull(items))
                    {
                        elements[i] = items.Default!.DeepClone();
                    }
                    if (elements[i] is { } element)
                    {
                        Apply(element, items);
                    }
                }
                break;
        }
    }

    private static void Fill(JsonObject fields, Schema schema)
    {
        foreach (var (name, property) in schema.Properties)
        {
            if (property.Default is { } value && (!fields.TryGetPropertyValue(name, out var current) || (current is null && !property.Nullable)))
            {
                fields[name] = value.DeepClone();
            }
            if (fields[name] is { } child)
            {
                Apply(child, property);
            }
        }
        if (schema.AdditionalProperties is { } values)
        {
            foreach (var name in fields.Where(field => !schema.Properties.ContainsKey(field.Key)).Select(field => field.Key).ToArray())
            {
                if (fields[name] is null && ReplacesNull(values))
                {
                    fields[name] = values.Default!.DeepClone();
                }
                if (fields[name] is { } child)
                {
                    Apply(child, values);
                }
            }
        }
        foreach (var (name, _) in fields.Where(field => field.Value is null).ToArray())
        {
            if ((schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties) is { Nullable: false })
            {
                fields.Remove(name);
            }
        }
    }

    private static bool ReplacesNull(Schema schema) => schema.Default is not null && !schema.Nullable;
}
