using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>Authentication as etcd reports it.</summary>
internal sealed record EtcdAuthStatus
{
    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    [JsonPropertyName("rootSecret")]
    public string? RootSecret { get; init; }

    /// <summary>Resource version of the root secret whose password etcd was seen to accept.</summary>
    [JsonPropertyName("rootSecretVersion")]
    public string? RootSecretVersion { get; init; }
}
