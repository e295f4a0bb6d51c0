using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Authentication of etcd's own users.</summary>
internal sealed record EtcdAuth
{
    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    [JsonPropertyName("rootSecret")]
    public string? RootSecret { get; init; }
}
