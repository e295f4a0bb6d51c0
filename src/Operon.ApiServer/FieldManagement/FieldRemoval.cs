using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.FieldManagement;

/// <summary>Deletes what an applier named last time, names no more, and nobody else owns.</summary>
internal static class FieldRemoval
{
    public static void RemoveDropped(JsonObject merged, FieldSet last, FieldSet owned, Schema schema) => Visit(merged, last, owned, schema);

    private static void Visit(JsonNode container, FieldSet last, FieldSet? owned, Schema? schema)
    {
        foreach (var (element, dropped) in last.Children)
        {
            var keeper = owned?.Child(element);
            if (container is JsonObject map && element.StartsWith("f:", StringComparison.Ordinal))
            {
                var name = element[2..];
                if (map[name] is { } value && Goes(value, dropped, keeper, FieldShape.Member(schema, name)))
                {
                    map.Remove(name);
                }
            }
            else if (container is JsonArray list && FieldShape.IsGranularList(list, schema))
            {
                foreach (var item in list.Where(item => FieldShape.Element(item, schema!) == element).ToArray())
                {
                    if (Goes(item, dropped, keeper, schema!.Items))
                    {
                        list.Remove(item);
                    }
                }
            }
        }
    }

    private static bool Goes(JsonNode? value, FieldSet dropped, FieldSet? keeper, Schema? schema)
    {
        if (dropped.IsMember && keeper is null)
        {
            return true;
        }
        if (!FieldShape.IsGranular(value, schema) || Count(value!) == 0)
        {
            return false;
        }
        Visit(value!, dropped, keeper, schema);
        return Count(value!) == 0 && keeper is not { IsMember: true };
    }

    private static int Count(JsonNode container) => container is JsonObject map ? map.Count : ((JsonArray)container).Count;
}
