using System.Text.Json.Nodes;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Schemas;

namespace Operon.ApiServer.Http;

/// <summary>The media types of patches and what each does.</summary>
internal static class PatchTypes
{
    public const string Json = "application/json-patch+json";
    public const string Merge = "application/merge-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";
    public const string Apply = "application/apply-patch+yaml";

    /// <summary>The patch in the body; 415 when its type is not one this resource takes.</summary>
    public static async Task<JsonNode> ReadAsync(RequestContext context, bool strategic)
    {
        var type = MediaType.Parse(context.Http.Request.ContentType ?? "").Name;
        string[] accepted = strategic ? [Json, Merge, Strategic, Apply] : [Json, Merge, Apply];
        if (!accepted.Contains(type))
        {
            throw Refusal.UnsupportedMediaType(type, accepted);
        }

        var bytes = await RequestBody.ReadBytesAsync(context.Http).ConfigureAwait(false);
        var patch = RequestBody.ParseJson(bytes, null);
        return (type, patch) switch
        {
            (Json, JsonArray) or (Merge or Strategic, JsonObject) => patch,
            (Json, _) => throw Refusal.BadRequest("a JSON patch must be an array of operations"),
            _ => throw Refusal.BadRequest("a merge patch must be an object"),
        };
    }

    public static JsonObject Patched(string type, JsonObject live, JsonNode patch, Schema schema)
    {
        var result = type switch
        {
            Json => JsonPatch.Apply(live, (JsonArray)patch),
            Merge => MergePatch.Apply(live, patch.DeepClone()),
            _ => StrategicMergePatch.Apply(live, (JsonObject)patch.DeepClone(), schema),
        };
        return result as JsonObject ?? throw Refusal.BadRequest("the patch turns the object into something else than an object");
    }
}
