using System.Text.Json.Nodes;

namespace Operon.ApiServer.Patching;

/// <summary>JSON Merge Patch (RFC 7386), <c>application/merge-patch+json</c>.</summary>
internal static class MergePatch
{
    /// <summary>Returns the patched target; neither argument is changed.</summary>
    public static JsonNode Apply(JsonNode target, JsonNode patch) => Merge(target, patch);

    private static JsonNode Merge(JsonNode? target, JsonNode patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch.DeepClone();
        }
        var result = target is JsonObject map ? (JsonObject)map.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Merge(result[name], value);
            }
        }
        return result;
    }
}
