using System.Text.Json.Nodes;
using Operon.ApiServer.Discovery;

namespace Operon.ApiServer.OpenApi;

/// <summary>A served CRD version for publishing; <paramref name="Schema"/> is its openAPIV3Schema as written, null when it has none.</summary>
internal sealed record CustomResourceOpenApi(ResourceDefinition Resource, JsonObject? Schema)
{
    /// <summary>Fields a field selector may use, such as <c>spec.color</c>.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];
}
