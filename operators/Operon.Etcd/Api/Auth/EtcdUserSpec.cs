using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What the user shall be.</summary>
internal sealed record EtcdUserSpec
{
    [JsonPropertyName("clusterName")]
    public string ClusterName { get; init; } = "";

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("roles")]
    public IReadOnlyList<string>? Roles { get; init; }

    [JsonPropertyName("passwordSecret")]
    public SecretKeyReference PasswordSecret { get; init; } = new();
}
