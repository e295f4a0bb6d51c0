using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Whether evictions are limited to what the quorum can bear.</summary>
internal sealed record DisruptionBudgetPolicy
{
    [JsonPropertyName("enabled")]
    public bool? Enabled { get; init; }
}
