using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What the cluster shall be.</summary>
internal sealed record EtcdClusterSpec
{
    public const string DefaultRepository = "quay.io/coreos/etcd";

    [JsonPropertyName("size")]
    public int Size { get; init; }

    [JsonPropertyName("repository")]
    public string? Repository { get; init; }

    [JsonPropertyName("version")]
    public string? Version { get; init; }

    [JsonPropertyName("paused")]
    public bool Paused { get; init; }

    [JsonPropertyName("pod")]
    public PodPolicy? Pod { get; init; }

    [JsonPropertyName("TLS")]
    public TlsPolicy? Tls { get; init; }

    [JsonPropertyName("auth")]
    public EtcdAuth? Auth { get; init; }
}
