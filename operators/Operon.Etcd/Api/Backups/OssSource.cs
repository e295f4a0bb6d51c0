using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A place in Alibaba Cloud's OSS.</summary>
internal sealed record OssSource
{
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    [JsonPropertyName("ossSecret")]
    public string? OssSecret { get; init; }

    [JsonPropertyName("endpoint")]
    public string? Endpoint { get; init; }
}
