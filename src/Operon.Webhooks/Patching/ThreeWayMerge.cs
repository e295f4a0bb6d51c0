using System.Text.Json.Nodes;

namespace Operon.Webhooks;

/// <summary>
/// Carries the difference between two typed forms of an object over to its raw form. Whatever the types do not know, and whatever did not change, stays as the
/// client sent it.
/// </summary>
internal static class ThreeWayMerge
{
    // Members that tell the items of Kubernetes' lists of objects apart, most lists by the first.
    private static readonly string[] _keys = ["name", "key", "type", "ip", "mountPath", "containerPort", "uid"];

    /// <summary>A new object; the three are not changed.</summary>
    public static JsonObject Apply(JsonObject raw, JsonObject before, JsonObject after)
    {
        var result = raw.DeepClone().AsObject();
        foreach (var (name, value) in after)
        {
            var old = before[name];
            if (before.ContainsKey(name) && JsonNode.DeepEquals(old, value))
            {
                continue;
            }

            result[name] = Merge(raw[name], old, value);
        }

        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name))
            {
                result.Remove(name);
            }
        }

        return result;
    }

    private static JsonNode? Merge(JsonNode? raw, JsonNode? before, JsonNode? after) => (raw, before, after) switch
    {
        (JsonObject rawObject, JsonObject beforeObject, JsonObject afterObject) => Apply(rawObject, beforeObject, afterObject),
        (JsonArray rawArray, JsonArray beforeArray, JsonArray afterArray) when rawArray.Count == beforeArray.Count => Apply(rawArray, beforeArray, afterArray),
        _ => after?.DeepClone(),
    };

    private static JsonArray Apply(JsonArray raw, JsonArray before, JsonArray after)
    {
        var partners = Partners(before, after);
        var result = new JsonArray();
        for (var i = 0; i < after.Count; i++)
        {
            var partner = partners[i];
            result.Add(partner < 0 ? after[i]?.DeepClone()
                : JsonNode.DeepEquals(before[partner], after[i]) ? raw[partner]?.DeepClone()
                : Merge(raw[partner], before[partner], after[i]));
        }

        return result;
    }

    /// <summary>For each item after, the index of the item it was before; -1 for a new one.</summary>
    private static int[] Partners(JsonArray before, JsonArray after)
    {
        var partners = Enumerable.Repeat(-1, after.Count).ToArray();
        var isTaken = new bool[before.Count];
        for (var i = 0; i < after.Count; i++)
        {
            Pair(i, Find(before, isTaken, item => JsonNode.DeepEquals(item, after[i])));
        }

        if (Key(before, after) is { } key)
        {
            for (var i = 0; i < after.Count; i++)
            {
                if (partners[i] < 0)
                {
                    Pair(i, Find(before, isTaken, item => JsonNode.DeepEquals(item![key], after[i]![key])));
                }
            }
        }
        else
        {
            for (var i = 0; i < Math.Min(before.Count, after.Count); i++)
            {
                if (before.Count == after.Count && partners[i] < 0 && !isTaken[i])
                {
                    Pair(i, i);
                }
            }
        }

        return partners;

        void Pair(int index, int partner)
        {
            if (partner >= 0)
            {
                partners[index] = partner;
                isTaken[partner] = true;
            }
        }
    }

    private static int Find(JsonArray items, bool[] isTaken, Func<JsonNode?, bool> matches)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!isTaken[i] && matches(items[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static string? Key(JsonArray before, JsonArray after) =>
        _keys.FirstOrDefault(key => IsKey(before, key) && IsKey(after, key));

    private static bool IsKey(JsonArray items, string key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return items.All(item => item is JsonObject one && one[key] is JsonValue value && seen.Add(value.ToJsonString()));
    }
}
