using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Etcd.Api;

/// <summary>An EtcdBackup, group <c>etcd.database.coreos.com</c>, version <c>v1beta2</c>.</summary>
internal sealed record EtcdBackup : IKubernetesObject<V1ObjectMeta>
{
    public const string KindName = "EtcdBackup";
    public const string Plural = "etcdbackups";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{EtcdCluster.Group}/{EtcdCluster.Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KindName;

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public EtcdBackupSpec Spec { get; init; } = new();

    [JsonPropertyName("status")]
    public EtcdBackupStatus? Status { get; init; }
}
