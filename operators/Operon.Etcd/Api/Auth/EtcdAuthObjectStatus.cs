using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>What became of a user or a role.</summary>
internal sealed record EtcdAuthObjectStatus
{
    /// <summary>Name in etcd that this object has made; only it is deleted with the object.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("clusterName")]
    public string? ClusterName { get; init; }

    [JsonPropertyName("passwordSecretVersion")]
    public string? PasswordSecretVersion { get; init; }

    [JsonPropertyName("observedGeneration")]
    public long? ObservedGeneration { get; init; }

    [JsonPropertyName("conditions")]
    public IReadOnlyList<EtcdClusterCondition>? Conditions { get; init; }
}
