using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Certificates of the members.</summary>
internal sealed record MemberSecrets
{
    [JsonPropertyName("peerSecret")]
    public string? PeerSecret { get; init; }

    [JsonPropertyName("serverSecret")]
    public string? ServerSecret { get; init; }
}
