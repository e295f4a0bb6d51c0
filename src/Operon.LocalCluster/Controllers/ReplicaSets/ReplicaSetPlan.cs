using k8s.Models;

namespace Operon.LocalCluster.Controllers.ReplicaSets;

/// <summary>What one reconcile of a ReplicaSet has to do.</summary>
/// <param name="Adopt">Matching pods without a controller.</param>
/// <param name="Release">Owned pods that no longer match.</param>
/// <param name="Create">How many pods are missing.</param>
/// <param name="Delete">Surplus pods, the least valuable first.</param>
/// <param name="Status">The status the pods amount to, before the writes of this reconcile.</param>
/// <param name="Recheck">When a pod becomes available by age alone.</param>
internal sealed record ReplicaSetPlan(
    IReadOnlyList<V1Pod> Adopt,
    IReadOnlyList<V1Pod> Release,
    int Create,
    IReadOnlyList<V1Pod> Delete,
    V1ReplicaSetStatus Status,
    TimeSpan? Recheck);
