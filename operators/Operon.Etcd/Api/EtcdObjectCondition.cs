using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A condition of a pod or node.</summary>
internal sealed record EtcdObjectCondition
{
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("lastTransitionTime")]
    public DateTime? LastTransitionTime { get; init; }
}
