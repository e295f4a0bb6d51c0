using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Etcd.Api;

/// <summary>The few fields of a PersistentVolumeClaim the operator reads.</summary>
internal sealed record EtcdClaim : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "v1";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "PersistentVolumeClaim";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public EtcdClaimSpec? Spec { get; init; }

    [JsonPropertyName("status")]
    public EtcdClaimStatus? Status { get; init; }
}

/// <summary>What a claim asks for.</summary>
internal sealed record EtcdClaimSpec
{
    [JsonPropertyName("resources")]
    public V1VolumeResourceRequirements? Resources { get; init; }

    [JsonPropertyName("storageClassName")]
    public string? StorageClassName { get; init; }
}

/// <summary>What a claim has got.</summary>
internal sealed record EtcdClaimStatus
{
    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    [JsonPropertyName("capacity")]
    public Dictionary<string, ResourceQuantity>? Capacity { get; init; }
}
