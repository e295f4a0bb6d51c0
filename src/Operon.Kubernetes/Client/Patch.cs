using System.Text.Json.Nodes;

namespace Operon.Kubernetes;

/// <summary>A patch body and its media type.</summary>
/// <param name="ContentType">Media type that decides how the server merges.</param>
/// <param name="Body">The patch document.</param>
public sealed record Patch(string ContentType, JsonNode Body)
{
    /// <summary>RFC 7386: members replace, null deletes, arrays are swapped whole.</summary>
    public static Patch Merge(JsonNode body) => new("application/merge-patch+json", body);

    /// <summary>RFC 6902: a list of operations.</summary>
    public static Patch Json(JsonArray operations) => new("application/json-patch+json", operations);

    /// <summary>Merge by the schema's merge keys; built-in kinds only.</summary>
    public static Patch StrategicMerge(JsonNode body) => new("application/strategic-merge-patch+json", body);
}
