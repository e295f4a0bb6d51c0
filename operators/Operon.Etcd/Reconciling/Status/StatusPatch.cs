using System.Text.Json.Nodes;

namespace Operon.Etcd.Reconciling;

/// <summary>The RFC 7386 document that turns one JSON object into another.</summary>
internal static class StatusPatch
{
    /// <summary>Null when both are equal.</summary>
    public static JsonObject? Between(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (key, value) in after)
        {
            if (before[key] is JsonObject oldObject && value is JsonObject newObject)
            {
                if (Between(oldObject, newObject) is { } inner)
                {
                    patch[key] = inner;
                }
            }
            else if (!JsonNode.DeepEquals(before[key], value))
            {
                patch[key] = value?.DeepClone();
            }
        }

        foreach (var (key, _) in before.Where(entry => !after.ContainsKey(entry.Key)))
        {
            patch[key] = null;
        }

        return patch.Count == 0 ? null : patch;
    }
}
