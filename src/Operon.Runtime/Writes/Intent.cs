using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What a write asked for, as far as it tells whether the version in the answer is the write's own.</summary>
/// <param name="IsCertain">Success means that this write made the version.</param>
/// <param name="Before">The version that was the condition of the write; the same in the answer means that nothing changed.</param>
/// <param name="Creates">The write makes the object when it does not exist.</param>
/// <param name="Sent">The body, when it tells which fields it sets.</param>
internal readonly record struct Intent(bool IsCertain = false, string? Before = null, bool Creates = false, Func<JsonNode?>? Sent = null)
{
    public static Intent Of(Patch patch)
    {
        if (patch.Body is not JsonObject body)
        {
            return new Intent(Before: TestedVersion(patch.Body as JsonArray));
        }

        // The body is the caller's, who may go on to change it.
        var sent = body.DeepClone();
        var before = sent["metadata"] is JsonObject metadata && metadata["resourceVersion"] is JsonValue version ? version.ToString() : null;
        return new Intent(Before: before, Sent: () => sent);
    }

    /// <summary>The write as one whose event need not wake the writer; null when its event is not its own.</summary>
    public OwnWrite? Own(OwnWriteId id, string? subresource)
    {
        var isConditional = !string.IsNullOrEmpty(Before);
        if (isConditional && Before == id.Version)
        {
            return null;
        }

        var sent = Sent;
        return new OwnWrite(
            id,
            IsCertain || isConditional,
            Creates,
            subresource == "status" && sent is not null ? () => StatusOf(sent()) : sent);
    }

    private static JsonObject StatusOf(JsonNode? sent) => new() { ["status"] = (sent as JsonObject)?["status"]?.DeepClone() };

    private static string? TestedVersion(JsonArray? operations)
    {
        foreach (var operation in operations ?? [])
        {
            if ((string?)operation?["op"] == "test" && (string?)operation["path"] == "/metadata/resourceVersion")
            {
                return (string?)operation["value"];
            }
        }

        return null;
    }
}
