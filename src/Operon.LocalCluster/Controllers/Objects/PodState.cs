using k8s.Models;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>The questions every controller asks about a pod.</summary>
internal static class PodState
{
    public static bool IsTerminal(V1Pod pod) => pod.Status?.Phase is "Succeeded" or "Failed";

    public static bool IsTerminating(V1Pod pod) => pod.Metadata.DeletionTimestamp is not null;

    public static bool IsActive(V1Pod pod) => !IsTerminal(pod) && !IsTerminating(pod);

    public static V1PodCondition? Condition(V1Pod pod, string type) => pod.Status?.Conditions?.FirstOrDefault(c => c.Type == type);

    public static bool IsReady(V1Pod pod) => Condition(pod, "Ready")?.Status == "True";

    public static bool IsAvailable(V1Pod pod, int minReadySeconds, DateTimeOffset now) =>
        IsReady(pod) && (minReadySeconds == 0 || AvailableAt(pod, minReadySeconds) <= now);

    /// <summary>When a ready pod becomes available; null while it is not ready.</summary>
    public static DateTimeOffset? AvailableAt(V1Pod pod, int minReadySeconds) =>
        IsReady(pod) && Condition(pod, "Ready")!.LastTransitionTime is { } since
            ? Times.Utc(since).AddSeconds(minReadySeconds)
            : null;

    /// <summary>When the last container of a terminated pod ended.</summary>
    public static DateTimeOffset? FinishedAt(V1Pod pod)
    {
        var ends = (pod.Status?.ContainerStatuses ?? []).Select(s => s.State?.Terminated?.FinishedAt).OfType<DateTime>().ToList();
        if (ends.Count > 0)
        {
            return Times.Utc(ends.Max());
        }

        return Condition(pod, "Ready")?.LastTransitionTime is { } changed ? Times.Utc(changed)
            : pod.Metadata.DeletionTimestamp is { } deleted ? Times.Utc(deleted)
            : pod.Metadata.CreationTimestamp is { } created ? Times.Utc(created) : null;
    }
}
