using k8s.Models;

namespace Operon.LocalCluster.Controllers.Jobs;

/// <summary>What one reconcile of a Job has to do. The status is written before finalizers are removed, so no end of a pod is ever lost or counted twice.</summary>
/// <param name="Status">Counts and conditions, including ends that are not counted yet.</param>
/// <param name="ReleaseFinalizer">Pods whose end the status has recorded.</param>
/// <param name="Create">Pods to start, by completion index; null for a Job without indexes.</param>
/// <param name="Delete">Active pods to stop.</param>
/// <param name="IsExpired">The Job outlived its time to live and is to be deleted.</param>
/// <param name="Recheck">When time alone changes the decision.</param>
/// <param name="Event">An event worth telling, with its reason.</param>
internal sealed record JobPlan(
    V1JobStatus Status,
    IReadOnlyList<V1Pod> ReleaseFinalizer,
    IReadOnlyList<int?> Create,
    IReadOnlyList<V1Pod> Delete,
    bool IsExpired,
    TimeSpan? Recheck,
    (string Reason, string Message, bool IsWarning)? Event);
