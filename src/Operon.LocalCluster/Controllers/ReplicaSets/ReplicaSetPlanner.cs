using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.ReplicaSets;

/// <summary>Decides from a ReplicaSet and the pods of its namespace.</summary>
internal static class ReplicaSetPlanner
{
    /// <summary>Upper bound of creations and deletions in one reconcile.</summary>
    public const int Burst = 500;

    public static ReplicaSetPlan Plan(V1ReplicaSet set, IReadOnlyCollection<V1Pod> pods, DateTimeOffset now)
    {
        var isDeleting = set.Metadata.DeletionTimestamp is not null;
        var owned = pods.Where(p => Ownership.IsControlledBy(p, set)).ToList();
        var adopt = isDeleting ? [] : pods.Where(p => Ownership.ControllerOf(p) is null && PodState.IsActive(p) && Matches(set, p)).ToList();
        var release = isDeleting ? [] : owned.Where(p => !Matches(set, p) && !PodState.IsTerminating(p)).ToList();
        var claimed = owned.Except(release).Concat(adopt).ToList();
        var active = claimed.Where(PodState.IsActive).ToList();
        var surplus = isDeleting ? 0 : active.Count - (set.Spec.Replicas ?? 1);
        var minReady = set.Spec.MinReadySeconds ?? 0;
        return new ReplicaSetPlan(
            adopt,
            release,
            Math.Clamp(-surplus, 0, Burst),
            surplus > 0 ? [.. Rank(active, pods).Take(Math.Min(surplus, Burst))] : [],
            Status(set, claimed, active, minReady, now),
            Recheck(active, minReady, now));
    }

    /// <summary>
    /// Least valuable first: unassigned, not running, not ready, low deletion cost, doubled up on a node, shortest ready, most
    /// restarts, newest.
    /// </summary>
    public static IEnumerable<V1Pod> Rank(IReadOnlyCollection<V1Pod> candidates, IReadOnlyCollection<V1Pod> related)
    {
        var perNode = related.Where(PodState.IsActive).Where(p => p.Spec.NodeName is not null)
            .GroupBy(p => (p.Spec.NodeName, Ownership.ControllerOf(p)?.Uid))
            .ToDictionary(g => g.Key, g => g.Count());
        return candidates
            .OrderBy(p => string.IsNullOrEmpty(p.Spec.NodeName) ? 0 : 1)
            .ThenBy(p => p.Status?.Phase switch { "Running" => 2, "Unknown" => 1, _ => 0 })
            .ThenBy(p => PodState.IsReady(p) ? 1 : 0)
            .ThenBy(DeletionCost)
            .ThenByDescending(p => perNode.GetValueOrDefault((p.Spec.NodeName, Ownership.ControllerOf(p)?.Uid)))
            .ThenByDescending(p => PodState.AvailableAt(p, 0) ?? DateTimeOffset.MaxValue)
            .ThenByDescending(p => p.Status?.ContainerStatuses?.Sum(s => s.RestartCount) ?? 0)
            .ThenByDescending(p => p.Metadata.CreationTimestamp)
            .ThenBy(p => p.Metadata.Name, StringComparer.Ordinal);
    }

    private static bool Matches(V1ReplicaSet set, V1Pod pod) => LabelMatching.Matches(set.Spec.Selector, pod.Metadata.Labels);

    private static int DeletionCost(V1Pod pod) =>
        pod.Metadata.Annotations is { } annotations
        && annotations.TryGetValue("controller.kubernetes.io/pod-deletion-cost", out var text)
        && int.TryParse(text, out var cost) ? cost : 0;

    private static V1ReplicaSetStatus Status(V1ReplicaSet set, List<V1Pod> claimed, List<V1Pod> active, int minReady, DateTimeOffset now) => new()
    {
        Replicas = active.Count,
        FullyLabeledReplicas = active.Count(p => LabelMatching.MatchesAll(set.Spec.Template?.Metadata?.Labels, p.Metadata.Labels)),
        ReadyReplicas = active.Count(PodState.IsReady),
        AvailableReplicas = active.Count(p => PodState.IsAvailable(p, minReady, now)),
        TerminatingReplicas = claimed.Count(p => PodState.IsTerminating(p) && !PodState.IsTerminal(p)),
        ObservedGeneration = set.Metadata.Generation,
        Conditions = set.Status?.Conditions,
    };

    private static TimeSpan? Recheck(List<V1Pod> active, int minReady, DateTimeOffset now)
    {
        var waits = active.Select(p => PodState.AvailableAt(p, minReady)).OfType<DateTimeOffset>().Where(t => t > now).ToList();
        return waits.Count == 0 ? null : waits.Min() - now;
    }
}
