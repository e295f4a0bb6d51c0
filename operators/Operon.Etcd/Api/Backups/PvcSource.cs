using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A place in a volume.</summary>
internal sealed record PvcSource
{
    [JsonPropertyName("claimName")]
    public string? ClaimName { get; init; }

    [JsonPropertyName("path")]
    public string? Path { get; init; }
}
