using System.Text.Json.Nodes;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>
/// How ownership sees a value: a map or struct with owners per member, a list with owners per element, or one value with one owner.
/// Where there is no schema, maps are granular and lists are atomic.
/// </summary>
internal static class FieldShape
{
    public static bool IsGranularMap(JsonNode? value, Schema? schema) => value is JsonObject && schema is not { AtomicMap: true };

    public static bool IsGranularList(JsonNode? value, Schema? schema) => value is JsonArray && schema is { ListType: ListType.Set or ListType.Map };

    public static bool IsGranular(JsonNode? value, Schema? schema) => IsGranularMap(value, schema) || IsGranularList(value, schema);

    public static Schema? Member(Schema? schema, string name) =>
        schema is null ? null : schema.Properties.TryGetValue(name, out var property) ? property : schema.AdditionalProperties;

    /// <summary>The path element of a list's element; absent keys take their schema default.</summary>
    public static string Element(JsonNode? item, Schema schema)
    {
        if (schema.ListType == ListType.Set || item is not JsonObject map)
        {
            return PathElements.Value(item);
        }
        var keys = new JsonObject();
        foreach (var name in schema.ListMapKeys.Order(StringComparer.Ordinal))
        {
            var value = map[name] ?? FieldShape.Member(schema.Items, name)?.Default;
            if (value is not null)
            {
                keys[name] = value.DeepClone();
            }
        }
        return keys.Count > 0
            ? PathElements.Key(keys)
            : throw PatchException.BadRequest(
                $"associative list with keys has an element that omits its key fields: set {string.Join(", ", schema.ListMapKeys)} in {map.ToJsonString()}");
    }

    /// <summary>The elements of a list by path element; live lists may hold the same element more than once.</summary>
    public static Dictionary<string, List<JsonNode?>> Index(JsonArray? list, Schema schema)
    {
        Dictionary<string, List<JsonNode?>> index = new(StringComparer.Ordinal);
        foreach (var item in list ?? [])
        {
            var element = Element(item, schema);
            if (!index.TryGetValue(element, out var items))
            {
                index[element] = items = [];
            }
            items.Add(item);
        }
        return index;
    }

    /// <summary>
    /// What an object of a built-in kind has before anybody writes to it: its embedded structs and required lists. Members below them are
    /// then not taken for additions of the whole struct.
    /// </summary>
    public static JsonObject Empty(Schema schema)
    {
        var result = new JsonObject();
        foreach (var (name, property) in schema.Properties)
        {
            if (property.AlwaysPresent)
            {
                result[name] = Empty(property);
            }
            else if (property.Type == SchemaType.Array && schema.Required.Contains(name))
            {
                result[name] = new JsonArray();
            }
        }
        return result;
    }
}
