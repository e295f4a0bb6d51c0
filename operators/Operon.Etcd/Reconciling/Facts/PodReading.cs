using Operon.Etcd.Api;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>A pod as the planner sees it.</summary>
internal static class PodReading
{
    private const int CrashLoopRestarts = 5;

    public static PodFacts Facts(ClusterLayout layout, EtcdPod pod, EtcdVersion wanted, IReadOnlySet<string> claims)
    {
        var container = Container(pod);
        var applied = AppliedAnnotation.Read(pod.Metadata);
        var version = Version(pod) ?? wanted;
        var end = container?.State?.Terminated ?? container?.LastState?.Terminated;
        var made = EtcdVersion.TryParse(applied?.Made, out var known) ? known : version;
        return new PodFacts
        {
            Name = pod.Metadata.Name,
            Version = version,
            IsDeleting = pod.Metadata.DeletionTimestamp is not null,
            GoneBy = Times.Read(pod.Metadata.DeletionTimestamp),
            Image = pod.Spec?.Containers?.FirstOrDefault(one => one.Name == MemberPod.ContainerName)?.Image,
            ContainerId = ContainerId(pod),
            IsToRestart = ContainerId(pod) is { } running
                && pod.Metadata.Annotations?.TryGetValue(ClusterLayout.EndingAnnotation, out var ending) == true && ending == running,
            IsFinished = pod.Status?.Phase is "Failed" or "Succeeded",
            IsReady = pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true,
            IsCrashLooping = container is { State.Waiting.Reason: "CrashLoopBackOff", RestartCount: >= CrashLoopRestarts },
            Tls = PodCommand.Tls(pod),
            IsWaitingForClaim = pod.Status?.Phase is null or "Pending"
                && pod.Spec?.Volumes?.Any(volume => volume.PersistentVolumeClaim is { } claim && !claims.Contains(claim.ClaimName)) == true,
            IsOutOfMemory = end?.Reason == "OOMKilled",
            Problem = PodProblem.Of(pod),
            UnschedulableSince = Unschedulable(pod) is { } condition ? Times.Read(condition.LastTransitionTime) : null,
            Node = pod.Spec?.NodeName,
            MayFound = pod.Metadata.Annotations?.TryGetValue(ClusterLayout.StateAnnotation, out var state) == true && state == "new",
            StartsOver = pod.Metadata.Annotations?.ContainsKey(ClusterLayout.StartsOverAnnotation) == true,
            FitsVersion = MemberArguments.Starts(layout.Cluster.Spec, made, wanted),
            Applied = applied?.Facts(layout, pod.Metadata),
            CreatedAt = Times.Read(pod.Metadata.CreationTimestamp) ?? DateTimeOffset.MinValue,
        };
    }

    /// <summary>The id of etcd's container; null before there is one.</summary>
    public static string? ContainerId(EtcdPod pod) => Container(pod)?.ContainerID is { Length: > 0 } id ? id : null;

    /// <summary>Etcd's container as the kubelet reports it.</summary>
    public static EtcdContainerStatus? Container(EtcdPod pod) => pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == MemberPod.ContainerName);

    private static EtcdVersion? Version(EtcdPod pod) =>
        pod.Metadata.Annotations?.TryGetValue(ClusterLayout.VersionAnnotation, out var text) == true && EtcdVersion.TryParse(text, out var version) ? version : null;

    private static EtcdObjectCondition? Unschedulable(EtcdPod pod) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" });
}
