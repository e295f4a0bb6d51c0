using System.Text.Json.Serialization;

namespace Operon.LocalCluster.Images;

/// <summary>The form of <c>images.json</c>.</summary>
internal sealed record ImageCatalogFile
{
    public required IReadOnlyList<ImageEntry> Images { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ImageCatalogFile))]
internal sealed partial class ImageJson : JsonSerializerContext;
