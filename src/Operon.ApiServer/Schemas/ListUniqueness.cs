using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;

namespace Operon.ApiServer.Schemas;

/// <summary>x-kubernetes-list-type: set elements and map keys occur once.</summary>
internal static class ListUniqueness
{
    public static void Check(JsonNode? node, Schema schema, string path, List<FieldError> errors)
    {
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                if (value is JsonObject or JsonArray && (schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties) is { } child)
                {
                    Check(value, child, path.Length == 0 ? name : $"{path}.{name}", errors);
                }
            }
        }
        else if (node is JsonArray elements && schema.Items is { } items)
        {
            if (schema.ListType != ListType.Atomic)
            {
                CheckList(elements, schema, path, errors);
            }
            for (var i = 0; i < elements.Count; i++)
            {
                Check(elements[i], items, $"{path}[{i}]", errors);
            }
        }
    }

    private static void CheckList(JsonArray elements, Schema schema, string path, List<FieldError> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < elements.Count; i++)
        {
            var identity = schema.ListType == ListType.Set ? JsonText.Canonical(elements[i]) : Key(elements[i], schema);
            if (identity is not null && !seen.Add(identity))
            {
                errors.Add(FieldError.Duplicate($"{path}[{i}]", identity));
            }
        }
    }

    private static string? Key(JsonNode? element, Schema list)
    {
        if (element is not JsonObject fields)
        {
            return null;
        }
        var key = new JsonObject();
        foreach (var name in list.ListMapKeys)
        {
            var value = fields[name] ?? list.Items?.Properties.GetValueOrDefault(name)?.Default;
            if (value is not null)
            {
                key[name] = value.DeepClone();
            }
        }
        return JsonText.Canonical(key);
    }
}
