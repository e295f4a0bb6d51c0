using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>One member as etcd reports it.</summary>
internal sealed record EtcdMemberStatus
{
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("role")]
    public string? Role { get; init; }

    [JsonPropertyName("version")]
    public string? Version { get; init; }

    [JsonPropertyName("podVersion")]
    public string? PodVersion { get; init; }

    [JsonPropertyName("healthy")]
    public bool Healthy { get; init; }

    [JsonPropertyName("peerURL")]
    public string? PeerUrl { get; init; }

    [JsonPropertyName("pod")]
    public string? Pod { get; init; }

    [JsonPropertyName("node")]
    public string? Node { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("dbSizeBytes")]
    public long? DbSizeBytes { get; init; }

    [JsonPropertyName("dbSizeInUseBytes")]
    public long? DbSizeInUseBytes { get; init; }

    [JsonPropertyName("revision")]
    public long? Revision { get; init; }

    [JsonPropertyName("raftIndex")]
    public long? RaftIndex { get; init; }

    [JsonPropertyName("raftTerm")]
    public long? RaftTerm { get; init; }

    [JsonPropertyName("figuresTime")]
    public string? FiguresTime { get; init; }
}
