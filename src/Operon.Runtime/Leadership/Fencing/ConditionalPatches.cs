using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Patches that the server refuses when the object is not at a given version any more.</summary>
internal static class ConditionalPatches
{
    /// <summary>Whether the caller has made the patch conditional already.</summary>
    public static bool IsConditional(Patch patch) => patch.Body is JsonObject body && body["metadata"]?["resourceVersion"] is not null;

    public static Patch At(Patch patch, string resourceVersion)
    {
        if (patch.Body is JsonArray operations)
        {
            var test = new JsonObject { ["op"] = "test", ["path"] = "/metadata/resourceVersion", ["value"] = resourceVersion };
            return patch with { Body = new JsonArray([test, .. operations.Select(operation => operation?.DeepClone())]) };
        }

        var body = patch.Body.DeepClone().AsObject();
        if (body["metadata"] is not JsonObject metadata)
        {
            body["metadata"] = metadata = [];
        }

        metadata["resourceVersion"] = resourceVersion;
        return patch with { Body = body };
    }
}
