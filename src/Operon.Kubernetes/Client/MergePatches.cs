using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>RFC 7386 from two documents.</summary>
internal static class MergePatches
{
    public static JsonObject Difference(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in after)
        {
            var exists = before.TryGetPropertyValue(name, out var old);
            if (old is JsonObject left && value is JsonObject right)
            {
                if (Difference(left, right) is { Count: > 0 } inner)
                {
                    patch[name] = inner;
                }
            }
            else if (!exists || !JsonNode.DeepEquals(old, value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name))
            {
                patch[name] = null;
            }
        }

        return patch;
    }
}
