using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.Patching;

/// <summary>
/// Strategic merge patch, <c>application/strategic-merge-patch+json</c>: a merge patch that merges lists by the key or the strategy
/// their schema names, steered by directives (<c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/x</c>, <c>$deleteFromPrimitiveList/x</c>).
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string SetElementOrder = "$setElementOrder/";
    private const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList/";

    /// <summary>Returns the patched target; neither argument is changed.</summary>
    public static JsonObject Apply(JsonObject target, JsonObject patch, Schema schema) =>
        MergeMap((JsonObject)target.DeepClone(), patch, schema);

    private static JsonObject MergeMap(JsonObject target, JsonObject patch, Schema? schema)
    {
        if (patch.TryGetPropertyValue(Directive, out var directive))
        {
            switch (TextOf(directive))
            {
                case "replace":
                    return (JsonObject)Plain(patch)!;
                case "delete":
                    return [];
                case "merge":
                    break;
                default:
                    throw PatchException.BadRequest($"unknown patch type found: {directive?.ToJsonString() ?? "null"}; use replace, delete or merge");
            }
        }
        Retain(target, patch);
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromPrimitiveList, StringComparison.Ordinal))
            {
                DeletePrimitives(target, name[DeleteFromPrimitiveList.Length..], ListOf(name, value));
            }
            else if (name.StartsWith(SetElementOrder, StringComparison.Ordinal))
            {
                Order(target, patch, name[SetElementOrder.Length..], ListOf(name, value), schema);
            }
            else if (name is not (Directive or RetainKeys) && !patch.ContainsKey(SetElementOrder + name))
            {
                MergeField(target, name, value, Child(schema, name));
            }
        }
        return target;
    }

    private static void MergeField(JsonObject target, string name, JsonNode? value, Schema? schema)
    {
        switch (target[name], value)
        {
            case (_, null):
                target.Remove(name);
                break;
            case (JsonObject map, JsonObject changes) when !Strategy(schema, "replace"):
                var merged = MergeMap(map, changes, schema);
                if (!ReferenceEquals(merged, map))
                {
                    target[name] = merged;
                }
                break;
            case (JsonArray list, JsonArray changes) when Strategy(schema, "merge"):
                target[name] = MergeList(name, list, changes, schema!);
                break;
            default:
                target[name] = Plain(value);
                break;
        }
    }

    private static JsonArray MergeList(string name, JsonArray original, JsonArray patch, Schema schema)
    {
        var order = new ElementOrder(schema.PatchMergeKey);
        if (original.Concat(patch).All(item => item is not JsonObject))
        {
            return order.Arrange(original.Concat(patch), patch, original);
        }
        var key = schema.PatchMergeKey
            ?? throw PatchException.BadRequest($"cannot merge the lists of \"{name}\" without a merge key; replace the list instead");
        var merged = original.Select(item => item?.DeepClone()).ToList();
        var replaces = false;
        List<JsonObject> changes = [];
        foreach (var item in patch)
        {
            var change = item as JsonObject
                ?? throw PatchException.BadRequest($"the list \"{name}\" holds objects, the patch has {item?.ToJsonString() ?? "null"} in it");
            switch (TextOf(change[Directive]))
            {
                case null:
                    changes.Add(change);
                    break;
                case "replace":
                    replaces = true;
                    break;
                case "delete":
                    var deleted = KeyOf(name, key, change);
                    merged.RemoveAll(candidate => JsonNode.DeepEquals((candidate as JsonObject)?[key], deleted));
                    break;
                case "merge":
                    changes.Add(change);
                    break;
                case var unknown:
                    throw PatchException.BadRequest($"unknown patch type found: \"{unknown}\" in the list \"{name}\"");
            }
        }
        if (replaces)
        {
            return new JsonArray([.. changes.Select(change => Plain(change))]);
        }
        foreach (var change in changes)
        {
            var identity = KeyOf(name, key, change);
            var index = merged.FindIndex(candidate => JsonNode.DeepEquals((candidate as JsonObject)?[key], identity));
            if (index < 0)
            {
                merged.Add(Plain(change));
            }
            else
            {
                merged[index] = MergeMap((JsonObject)merged[index]!, change, schema.Items);
            }
        }
        return order.Arrange(merged, changes, original);
    }

    private static void Order(JsonObject target, JsonObject patch, string name, JsonArray wanted, Schema? parent)
    {
        var schema = Child(parent, name);
        var original = target[name] as JsonArray;
        if (patch.TryGetPropertyValue(name, out var value))
        {
            MergeField(target, name, value, schema);
        }
        if (target[name] is JsonArray merged)
        {
            target[name] = new ElementOrder(schema?.PatchMergeKey).Arrange(merged, wanted, original ?? []);
        }
    }

    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out var value))
        {
            return;
        }
        var retained = ListOf(RetainKeys, value).Select(TextOf).ToHashSet();
        var stray = patch.Where(member => member.Value is not null && !IsDirective(member.Key)).Select(member => member.Key).FirstOrDefault(name => !retained.Contains(name));
        if (stray is not null)
        {
            throw PatchException.BadRequest($"the patch sets \"{stray}\", which its $retainKeys does not list; add it there");
        }
        foreach (var name in target.Select(member => member.Key).Where(name => !retained.Contains(name)).ToArray())
        {
            target.Remove(name);
        }
    }

    private static void DeletePrimitives(JsonObject target, string name, JsonArray values)
    {
        if (target[name] is JsonArray list)
        {
            target[name] = new JsonArray([.. list
                .Where(item => !values.Any(value => JsonNode.DeepEquals(item, value)))
                .Select(item => item?.DeepClone())]);
        }
    }

    /// <summary>A value that meets nothing to merge with: its directives and nulls have no work left to do.</summary>
    private static JsonNode? Plain(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                var plain = new JsonObject();
                foreach (var (name, member) in map)
                {
                    if (member is not null && !IsDirective(name))
                    {
                        plain[name] = Plain(member);
                    }
                }
                return plain;
            case JsonArray list:
                return new JsonArray([.. list
                    .Where(item => item is not JsonObject element || !element.ContainsKey(Directive) || TextOf(element[Directive]) == "merge")
                    .Select(Plain)]);
            default:
                return value?.DeepClone();
        }
    }

    private static bool IsDirective(string name) =>
        name is Directive or RetainKeys
        || name.StartsWith(SetElementOrder, StringComparison.Ordinal)
        || name.StartsWith(DeleteFromPrimitiveList, StringComparison.Ordinal);

    private static JsonNode KeyOf(string list, string key, JsonObject item) =>
        item[key] ?? throw PatchException.BadRequest($"an element of \"{list}\" in the patch does not contain the declared merge key: {key}");

    private static JsonArray ListOf(string name, JsonNode? value) =>
        value as JsonArray ?? throw PatchException.BadRequest($"\"{name}\" in the patch must be a list");

    private static bool Strategy(Schema? schema, string name) => schema?.PatchStrategies.Contains(name) == true;

    private static Schema? Child(Schema? schema, string name) =>
        schema is null ? null : schema.Properties.TryGetValue(name, out var property) ? property : schema.AdditionalProperties;

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
