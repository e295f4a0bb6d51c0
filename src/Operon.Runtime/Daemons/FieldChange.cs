using System.Text.Json.Nodes;

namespace Operon.Runtime;

/// <summary>One difference between two states of an object.</summary>
/// <param name="Operation">What happened.</param>
/// <param name="Path">Where, such as <c>spec.replicas</c> or <c>spec.containers[0].image</c>; names with dots are quoted: <c>metadata.labels['a.b/c']</c>.</param>
/// <param name="Old">The value before; null when added.</param>
/// <param name="New">The value now; null when removed.</param>
public sealed record FieldChange(FieldOperation Operation, string Path, JsonNode? Old, JsonNode? New)
{
    /// <summary>Whether the change is at <paramref name="path"/> or below it.</summary>
    public bool IsUnder(string path) =>
        Path.StartsWith(path, StringComparison.Ordinal) && (Path.Length == path.Length || Path[path.Length] is '.' or '[');

    /// <inheritdoc/>
    public override string ToString() => $"{Operation} {Path}: {Old?.ToJsonString() ?? "-"} -> {New?.ToJsonString() ?? "-"}";
}
