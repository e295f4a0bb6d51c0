using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Whether enough voters work together.</summary>
internal sealed record QuorumStatus
{
    [JsonPropertyName("healthy")]
    public int Healthy { get; init; }

    [JsonPropertyName("needed")]
    public int Needed { get; init; }

    /// <summary>Since when there is no quorum; null while there is one.</summary>
    [JsonPropertyName("lostSince")]
    public DateTime? LostSince { get; init; }
}
