using System.Text.Json.Nodes;

namespace Operon.Cli.Output;

/// <summary>A file that a command wrote, or would write.</summary>
/// <param name="Path">Path relative to the project.</param>
/// <param name="Change">What happens to it: created, changed, written or deleted.</param>
internal sealed record FileChange(string Path, string Change)
{
    /// <summary>A line for people.</summary>
    public string Text => $"  {Change}  {Path}";

    /// <summary>The list for programs.</summary>
    public static JsonArray ToJson(IEnumerable<FileChange> changes) => new([.. changes.Select(change => (JsonNode)new JsonObject { ["path"] = change.Path, ["change"] = change.Change })]);
}
