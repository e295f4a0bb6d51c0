using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Replacements of members in a row; forgotten after a quiet time.</summary>
internal sealed record EtcdRepairStatus
{
    [JsonPropertyName("count")]
    public int Count { get; init; }

    [JsonPropertyName("member")]
    public string Member { get; init; } = "";

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("lastTime")]
    public string? LastTime { get; init; }

    /// <summary>Before this time no other member is replaced.</summary>
    [JsonPropertyName("nextTime")]
    public string? NextTime { get; init; }
}
