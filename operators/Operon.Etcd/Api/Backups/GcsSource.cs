using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A place in Google Cloud Storage.</summary>
internal sealed record GcsSource
{
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    [JsonPropertyName("gcpSecret")]
    public string? GcpSecret { get; init; }

    [JsonPropertyName("endpoint")]
    public string? Endpoint { get; init; }
}
