using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>
/// Where the certificates in use come from. Kept until no member uses them any more, so that a cluster that goes back to plaintext still finds what its
/// members speak.
/// </summary>
internal sealed record EtcdTlsStatus
{
    [JsonPropertyName("source")]
    public string? Source { get; init; }

    [JsonPropertyName("peerSecret")]
    public string? PeerSecret { get; init; }

    [JsonPropertyName("serverSecret")]
    public string? ServerSecret { get; init; }

    [JsonPropertyName("operatorSecret")]
    public string? OperatorSecret { get; init; }

    [JsonPropertyName("authority")]
    public string? Authority { get; init; }
}
