using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>An issuer of cert-manager.</summary>
internal sealed record IssuerReference
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    [JsonPropertyName("group")]
    public string? Group { get; init; }
}
