using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Etcd.Api;

/// <summary>An EtcdCluster, group <c>etcd.database.coreos.com</c>, version <c>v1beta2</c>.</summary>
internal sealed record EtcdCluster : IKubernetesObject<V1ObjectMeta>
{
    public const string Group = "etcd.database.coreos.com";
    public const string Version = "v1beta2";
    public const string KindName = "EtcdCluster";
    public const string Plural = "etcdclusters";

    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = $"{Group}/{Version}";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KindName;

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public EtcdClusterSpec Spec { get; init; } = new();

    [JsonPropertyName("status")]
    public EtcdClusterStatus? Status { get; init; }
}
