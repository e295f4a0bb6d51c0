using Operon.Etcd.Api;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Reconciling;

/// <summary>Why a member pod does not run, for people.</summary>
internal static class PodProblem
{
    public static string? Of(EtcdPod pod)
    {
        if (pod.Status?.Phase is "Failed" or "Succeeded")
        {
            return $"pod has ended ({pod.Status.Phase})";
        }

        var placed = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled");
        if (placed is { Status: "False" })
        {
            return $"pod is not scheduled: {placed.Message}";
        }

        var container = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == MemberPod.ContainerName);
        return container?.State?.Waiting is { Reason: { Length: > 0 } reason } waiting and not { Reason: "ContainerCreating" or "PodInitializing" }
            ? $"container waits: {reason}{(string.IsNullOrEmpty(waiting.Message) ? "" : $": {waiting.Message}")}"
            : null;
    }
}
