using System.Text.Json.Nodes;

namespace Operon.ApiServer.Storage;

/// <summary>What selectors look at, extracted once so that lists and watches never parse an object to reject it.</summary>
internal sealed record ObjectIndex(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Fields)
{
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    public static IReadOnlyDictionary<string, string> LabelsOf(JsonObject obj)
    {
        if (obj["metadata"] is not JsonObject metadata || metadata["labels"] is not JsonObject { Count: > 0 } labels)
        {
            return None;
        }

        var result = new Dictionary<string, string>(labels.Count, StringComparer.Ordinal);
        foreach (var (key, value) in labels)
        {
            result[key] = value is JsonValue text && text.TryGetValue(out string? s) ? s : "";
        }

        return result;
    }
}
