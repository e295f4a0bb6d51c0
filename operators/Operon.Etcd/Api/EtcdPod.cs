using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Operon.Etcd.Api;

/// <summary>The few fields of a Pod the operator reads: a lean representation for lists and the cache.</summary>
internal sealed record EtcdPod : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "v1";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "Pod";

    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();

    [JsonPropertyName("spec")]
    public EtcdPodSpec? Spec { get; init; }

    [JsonPropertyName("status")]
    public EtcdPodStatus? Status { get; init; }
}

/// <summary>What a pod was made with, and where it was placed.</summary>
internal sealed record EtcdPodSpec
{
    [JsonPropertyName("containers")]
    public IReadOnlyList<EtcdContainer>? Containers { get; init; }

    [JsonPropertyName("nodeName")]
    public string? NodeName { get; init; }

    [JsonPropertyName("volumes")]
    public IReadOnlyList<EtcdPodVolume>? Volumes { get; init; }
}

/// <summary>A container and its command line: what the process in it was told.</summary>
internal sealed record EtcdContainer
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("image")]
    public string? Image { get; init; }

    [JsonPropertyName("args")]
    public IReadOnlyList<string>? Args { get; init; }
}

/// <summary>A volume of a pod; only claims are looked at.</summary>
internal sealed record EtcdPodVolume
{
    [JsonPropertyName("persistentVolumeClaim")]
    public EtcdPodClaim? PersistentVolumeClaim { get; init; }
}

/// <summary>The claim a volume comes from.</summary>
internal sealed record EtcdPodClaim
{
    [JsonPropertyName("claimName")]
    public string ClaimName { get; init; } = "";
}

/// <summary>Observed state of a pod.</summary>
internal sealed record EtcdPodStatus
{
    [JsonPropertyName("phase")]
    public string? Phase { get; init; }

    [JsonPropertyName("podIP")]
    public string? PodIP { get; init; }

    [JsonPropertyName("conditions")]
    public IReadOnlyList<EtcdObjectCondition>? Conditions { get; init; }

    [JsonPropertyName("initContainerStatuses")]
    public IReadOnlyList<EtcdContainerStatus>? InitContainerStatuses { get; init; }

    [JsonPropertyName("containerStatuses")]
    public IReadOnlyList<EtcdContainerStatus>? ContainerStatuses { get; init; }
}

/// <summary>Observed state of a container.</summary>
internal sealed record EtcdContainerStatus
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("containerID")]
    public string? ContainerID { get; init; }

    [JsonPropertyName("ready")]
    public bool Ready { get; init; }

    [JsonPropertyName("restartCount")]
    public int RestartCount { get; init; }

    [JsonPropertyName("state")]
    public EtcdContainerState? State { get; init; }

    [JsonPropertyName("lastState")]
    public EtcdContainerState? LastState { get; init; }
}

/// <summary>The state a container is in.</summary>
internal sealed record EtcdContainerState
{
    [JsonPropertyName("waiting")]
    public EtcdContainerWaiting? Waiting { get; init; }

    [JsonPropertyName("running")]
    public EtcdContainerRunning? Running { get; init; }

    [JsonPropertyName("terminated")]
    public EtcdContainerEnd? Terminated { get; init; }
}

/// <summary>A container runs.</summary>
internal sealed record EtcdContainerRunning
{
    [JsonPropertyName("startedAt")]
    public DateTime? StartedAt { get; init; }
}

/// <summary>How a container ended.</summary>
internal sealed record EtcdContainerEnd
{
    [JsonPropertyName("exitCode")]
    public int ExitCode { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>The end of its log where the pod asks for that.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }
}

/// <summary>Why a container does not run.</summary>
internal sealed record EtcdContainerWaiting
{
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
