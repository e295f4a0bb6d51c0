using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Etcd.Api;

/// <summary>An EtcdRestore, group <c>etcd.database.coreos.com</c>, version <c>v1beta2</c>.</summary>
internal sealed record EtcdRestore : IKubernetesObject<V1ObjectMeta>
{
    public const string KindName = "EtcdRestore";
    public const string Plural = "etcdrestores";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{EtcdCluster.Group}/{EtcdCluster.Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KindName;

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public EtcdRestoreSpec Spec { get; init; } = new();

    [JsonPropertyName("status")]
    public EtcdRestoreStatus? Status { get; init; }
}
