using System.Text.Json.Nodes;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>Lays an applied configuration over the live object.</summary>
internal static class FieldMerge
{
    public static JsonObject Merge(JsonObject live, JsonObject applied, Schema schema) => (JsonObject)Merge(live, applied, schema, "")!;

    private static JsonNode? Merge(JsonNode? live, JsonNode? applied, Schema? schema, string path)
    {
        if (FieldShape.IsGranularMap(applied, schema))
        {
            var result = FieldShape.IsGranularMap(live, schema) ? (JsonObject)live!.DeepClone() : [];
            foreach (var (name, value) in (JsonObject)applied!)
            {
                result[name] = Merge(result[name], value, FieldShape.Member(schema, name), $"{path}.{name}");
            }
            return result;
        }
        if (FieldShape.IsGranularList(applied, schema))
        {
            return MergeList(FieldShape.IsGranularList(live, schema) ? (JsonArray)live! : [], (JsonArray)applied!, schema!, path);
        }
        return applied?.DeepClone();
    }

    /// <summary>
    /// Applied elements come in the applier's order; elements only the live list has keep their place relative to the shared ones.
    /// </summary>
    private static JsonArray MergeList(JsonArray live, JsonArray applied, Schema schema, string path)
    {
        var liveItems = FieldShape.Index(live, schema);
        var appliedItems = FieldShape.Index(applied, schema);
        if (appliedItems.FirstOrDefault(entry => entry.Value.Count > 1) is { Key: not null } duplicate)
        {
            throw PatchException.BadRequest($"{path}: duplicate entries for key {PathElements.Text([duplicate.Key])}");
        }
        var liveOrder = live.Select(item => (Element: FieldShape.Element(item, schema), Item: item)).ToList();
        var shared = new Queue<string>(appliedItems.Keys.Where(liveItems.ContainsKey));
        var result = new JsonArray();
        var position = 0;
        foreach (var (element, items) in appliedItems)
        {
            EmitLiveOnlyBefore(shared.TryPeek(out var next) ? next : null);
            if (element == next)
            {
                shared.Dequeue();
                position++;
            }
            var match = liveItems.TryGetValue(element, out var matches) && matches.Count == 1 ? matches[0] : null;
            result.Add(Merge(match, items[0], schema.Items, path + PathElements.Text([element])));
        }
        EmitLiveOnlyBefore(null);
        return result;

        void EmitLiveOnlyBefore(string? next)
        {
            for (; position < liveOrder.Count && liveOrder[position].Element != next; position++)
            {
                if (!appliedItems.ContainsKey(liveOrder[position].Element))
                {
                    result.Add(liveOrder[position].Item?.DeepClone());
                }
            }
        }
    }
}
