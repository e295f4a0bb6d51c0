using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>A condition with the fields of the CoreOS operator; times are RFC 3339 strings.</summary>
internal sealed record EtcdClusterCondition
{
    public const string Available = "Available";
    public const string Recovering = "Recovering";
    public const string Scaling = "Scaling";
    public const string Upgrading = "Upgrading";
    public const string DataLossPossible = "DataLossPossible";
    public const string SpaceExhausted = "SpaceExhausted";
    public const string Corrupt = "Corrupt";
    public const string Ready = "Ready";
    public const string Progressing = "Progressing";
    public const string Degraded = "Degraded";
    public const string QuorumHealthy = "QuorumHealthy";
    public const string Advice = "Advice";

    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    [JsonPropertyName("lastUpdateTime")]
    public string? LastUpdateTime { get; init; }

    [JsonPropertyName("lastTransitionTime")]
    public string? LastTransitionTime { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("observedGeneration")]
    public long? ObservedGeneration { get; init; }
}
