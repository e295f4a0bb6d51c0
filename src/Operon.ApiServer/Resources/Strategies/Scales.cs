using System.Text.Json.Nodes;

namespace Operon.ApiServer.Resources.Strategies;

/// <summary>Builds the autoscaling/v1 Scale view of an object.</summary>
internal static class Scales
{
    public static JsonObject Of(JsonObject resource, long replicas, long observed, string? selector)
    {
        var metadata = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            metadata.TakeFrom(resource.Map("metadata"), name);
        }
        var status = new JsonObject { ["replicas"] = observed };
        if (!string.IsNullOrEmpty(selector))
        {
            status["selector"] = selector;
        }
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = replicas },
            ["status"] = status,
        };
    }
}
