using System.Text.Json.Nodes;

namespace Operon.Cli.Manifests;

/// <summary>A manifest a built assembly carries.</summary>
/// <param name="Path">Where it belongs, relative to <c>config/</c>.</param>
/// <param name="Documents">Its objects.</param>
internal sealed record GeneratedManifest(string Path, IReadOnlyList<JsonNode> Documents);
