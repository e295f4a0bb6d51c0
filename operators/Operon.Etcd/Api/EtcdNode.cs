using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Etcd.Api;

/// <summary>The few fields of a Node the operator reads, where it may.</summary>
internal sealed record EtcdNode : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "v1";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "Node";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("status")]
    public EtcdNodeStatus? Status { get; init; }
}

/// <summary>Observed state of a node.</summary>
internal sealed record EtcdNodeStatus
{
    [JsonPropertyName("conditions")]
    public IReadOnlyList<EtcdObjectCondition>? Conditions { get; init; }
}
