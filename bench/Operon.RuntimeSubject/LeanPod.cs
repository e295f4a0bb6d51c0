using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using KubernetesJson = Operon.Kubernetes.KubernetesJson;

namespace Operon.RuntimeSubject;

/// <summary>What a typical controller reads of a pod.</summary>
internal sealed record LeanPod : IKubernetesObject<V1ObjectMeta>
{
    public static ResourceKind<LeanPod> ResourceKind { get; } = new(ResourceKinds.Pod.Type, KubernetesJson.TypeInfo<LeanPod>(LeanJson.Default));

    // The same in every object: not worth a string in each.
    [JsonIgnore]
    public string ApiVersion
    {
        get => "v1";
        set => _ = value;
    }

    [JsonIgnore]
    public string Kind
    {
        get => "Pod";
        set => _ = value;
    }

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("status")]
    public LeanPodStatus? Status { get; init; }
}

/// <summary>Observed state of a pod.</summary>
internal sealed record LeanPodStatus
{
    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    [JsonPropertyName("podIP")]
    public string? PodIP { get; init; }
}

[JsonSerializable(typeof(LeanPod))]
internal sealed partial class LeanJson : JsonSerializerContext;
