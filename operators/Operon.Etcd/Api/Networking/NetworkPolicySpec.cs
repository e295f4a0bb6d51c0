using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Who may reach the members.</summary>
internal sealed record NetworkPolicySpec
{
    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    /// <summary>NetworkPolicyPeers of clients; absent for the pods of the cluster's own namespace.</summary>
    [JsonPropertyName("clientFrom")]
    public JsonElement? ClientFrom { get; init; }

    /// <summary>NetworkPolicyPeers that read metrics.</summary>
    [JsonPropertyName("metricsFrom")]
    public JsonElement? MetricsFrom { get; init; }
}
