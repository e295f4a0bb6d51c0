using System.Text.Json.Nodes;

namespace Operon.Cli.Kustomize;

/// <summary>Finds the pods in objects that make some.</summary>
internal static class PodSpec
{
    private static readonly string[] _lists = ["initContainers", "containers"];

    /// <summary>The pod's spec; null for an object that has none.</summary>
    public static JsonObject? Of(JsonObject json) => json["kind"]?.ToString() switch
    {
        "Pod" => json["spec"] as JsonObject,
        "CronJob" => json["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"] as JsonObject,
        _ => json["spec"]?["template"]?["spec"] as JsonObject,
    };

    public static IEnumerable<JsonObject> Containers(JsonObject? spec) =>
        _lists.SelectMany(field => (spec?[field] as JsonArray ?? []).OfType<JsonObject>());
}
