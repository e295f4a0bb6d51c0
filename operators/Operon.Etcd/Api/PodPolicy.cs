using System.Text.Json;
using System.Text.Json.Serialization;

namespace Operon.Etcd.Api;

/// <summary>
/// Policy of the member pods. Structures of Kubernetes stay unread JSON here: one object with a value this process cannot read must
/// not stop the watch of all others; it is read, and complained about, when a pod of that one cluster is made.
/// </summary>
internal sealed record PodPolicy
{
    [JsonPropertyName("labels")]
    public Dictionary<string, string>? Labels { get; init; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string>? Annotations { get; init; }

    [JsonPropertyName("nodeSelector")]
    public Dictionary<string, string>? NodeSelector { get; init; }

    [JsonPropertyName("affinity")]
    public JsonElement? Affinity { get; init; }

    [JsonPropertyName("antiAffinity")]
    public bool AntiAffinity { get; init; }

    [JsonPropertyName("resources")]
    public JsonElement? Resources { get; init; }

    [JsonPropertyName("tolerations")]
    public JsonElement? Tolerations { get; init; }

    [JsonPropertyName("etcdEnv")]
    public JsonElement? EtcdEnv { get; init; }

    [JsonPropertyName("persistentVolumeClaimSpec")]
    public JsonElement? PersistentVolumeClaimSpec { get; init; }

    [JsonPropertyName("busyboxImage")]
    public string? BusyboxImage { get; init; }

    [JsonPropertyName("securityContext")]
    public JsonElement? SecurityContext { get; init; }

    [JsonPropertyName("topologySpreadConstraints")]
    public JsonElement? TopologySpreadConstraints { get; init; }

    [JsonPropertyName("imagePullSecrets")]
    public JsonElement? ImagePullSecrets { get; init; }

    [JsonPropertyName("priorityClassName")]
    public string? PriorityClassName { get; init; }

    [JsonPropertyName("runtimeClassName")]
    public string? RuntimeClassName { get; init; }

    [JsonPropertyName("schedulerName")]
    public string? SchedulerName { get; init; }

    [JsonPropertyName("serviceAccountName")]
    public string? ServiceAccountName { get; init; }

    [JsonPropertyName("terminationGracePeriodSeconds")]
    public long? TerminationGracePeriodSeconds { get; init; }

    /// <summary>A pod template whose <c>spec</c> is laid over the member pods.</summary>
    [JsonPropertyName("template")]
    public JsonElement? Template { get; init; }

    [JsonPropertyName("DNSTimeoutInSecond")]
    public long? DnsTimeoutInSecond { get; init; }

    [JsonPropertyName("ClusterDomain")]
    public string? ClusterDomain { get; init; }
}
