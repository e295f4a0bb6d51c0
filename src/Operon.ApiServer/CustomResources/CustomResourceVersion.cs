using System.Text.Json.Nodes;
using Operon.ApiServer.Webhooks;

namespace Operon.ApiServer.CustomResources;

/// <summary>What a CRD says about one of its served versions, beyond names and schema.</summary>
internal sealed record CustomResourceVersion(string CrdName, string StorageVersion, JsonArray? PrinterColumns, bool HasStatus, CustomScale? Scale, IReadOnlyList<string> SelectableFields)
{
    /// <summary>Shown as a Warning header on every request to this version; null unless it is deprecated.</summary>
    public string? DeprecationWarning { get; init; }

    /// <summary>The openAPIV3Schema as written, for publishing.</summary>
    public JsonObject? OpenApiSchema { get; init; }

    /// <summary>The webhook that converts between versions; null when they differ in nothing but the apiVersion.</summary>
    public WebhookConversion? Conversion { get; init; }

    public bool IsTerminating { get; init; }
}
