using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A place in Amazon S3 or a compatible store.</summary>
internal sealed record S3Source
{
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    [JsonPropertyName("awsSecret")]
    public string? AwsSecret { get; init; }

    [JsonPropertyName("endpoint")]
    public string? Endpoint { get; init; }

    [JsonPropertyName("forcePathStyle")]
    public bool ForcePathStyle { get; init; }

    [JsonPropertyName("region")]
    public string? Region { get; init; }

    [JsonPropertyName("caSecret")]
    public string? CaSecret { get; init; }
}
