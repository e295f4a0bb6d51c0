using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>How a Service is published.</summary>
internal sealed record ServiceOptions
{
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string>? Annotations { get; init; }

    [JsonPropertyName("labels")]
    public Dictionary<string, string>? Labels { get; init; }

    [JsonPropertyName("loadBalancerClass")]
    public string? LoadBalancerClass { get; init; }

    [JsonPropertyName("loadBalancerSourceRanges")]
    public IReadOnlyList<string>? LoadBalancerSourceRanges { get; init; }

    [JsonPropertyName("externalTrafficPolicy")]
    public string? ExternalTrafficPolicy { get; init; }
}
