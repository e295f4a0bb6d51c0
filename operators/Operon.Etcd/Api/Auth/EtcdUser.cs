using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Etcd.Api;

/// <summary>A user of etcd's authentication.</summary>
internal sealed record EtcdUser : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{EtcdCluster.Group}/{EtcdCluster.Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "EtcdUser";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public EtcdUserSpec Spec { get; init; } = new();

    [JsonPropertyName("status")]
    public EtcdAuthObjectStatus? Status { get; init; }
}
