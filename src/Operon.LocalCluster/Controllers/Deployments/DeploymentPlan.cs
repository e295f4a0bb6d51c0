using k8s.Models;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>A new size, new annotations, or both.</summary>
internal sealed record ReplicaSetChange(V1ReplicaSet Set, int Replicas, IReadOnlyDictionary<string, string> Annotations)
{
    public bool IsScaling => Replicas != (Set.Spec.Replicas ?? 1);
}

/// <summary>What one reconcile of a Deployment has to do, in this order.</summary>
/// <param name="Create">The ReplicaSet of the present template, when it is missing.</param>
/// <param name="Change">ReplicaSets to resize or annotate.</param>
/// <param name="Delete">Old ReplicaSets beyond the history limit.</param>
/// <param name="Revision">The deployment's revision; null when unknown yet.</param>
/// <param name="Status">Status before the writes of this reconcile.</param>
/// <param name="Recheck">When the progress deadline ends.</param>
internal sealed record DeploymentPlan(
    V1ReplicaSet? Create,
    IReadOnlyList<ReplicaSetChange> Change,
    IReadOnlyList<V1ReplicaSet> Delete,
    long? Revision,
    V1DeploymentStatus Status,
    TimeSpan? Recheck);
