using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Transport security.</summary>
internal sealed record TlsPolicy
{
    [JsonPropertyName("static")]
    public StaticTls? Static { get; init; }
}

/// <summary>Certificates from secrets the user provides.</summary>
internal sealed record StaticTls
{
    [JsonPropertyName("member")]
    public MemberSecrets? Member { get; init; }

    [JsonPropertyName("operatorSecret")]
    public string? OperatorSecret { get; init; }
}

/// <summary>Certificates of the members.</summary>
internal sealed record MemberSecrets
{
    [JsonPropertyName("peerSecret")]
    public string? PeerSecret { get; init; }

    [JsonPropertyName("serverSecret")]
    public string? ServerSecret { get; init; }
}
