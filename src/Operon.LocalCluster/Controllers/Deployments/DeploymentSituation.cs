using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Deployments;

/// <summary>A deployment, its ReplicaSets and whether old pods still exist: everything a decision needs.</summary>
internal sealed class DeploymentSituation
{
    public DeploymentSituation(V1Deployment deployment, IEnumerable<V1ReplicaSet> owned, IReadOnlyCollection<V1Pod> pods, DateTimeOffset now)
    {
        Deployment = deployment;
        Now = now;
        All = [.. owned.OrderBy(s => s.Metadata.CreationTimestamp).ThenBy(s => s.Metadata.Name, StringComparer.Ordinal)];
        New = All.FirstOrDefault(s => TemplateHash.Same(s.Spec.Template, deployment.Spec.Template));
        Old = [.. All.Where(s => s != New)];
        var oldUids = Old.Select(s => s.Metadata.Uid).ToHashSet();
        HasOldPods = pods.Any(p => !PodState.IsTerminal(p) && Ownership.ControllerOf(p) is { } owner && oldUids.Contains(owner.Uid));
    }

    public V1Deployment Deployment { get; }

    public DateTimeOffset Now { get; }

    public IReadOnlyList<V1ReplicaSet> All { get; }

    public V1ReplicaSet? New { get; }

    public IReadOnlyList<V1ReplicaSet> Old { get; }

    public bool HasOldPods { get; }

    public int Wanted => Deployment.Spec.Replicas ?? 1;

    public RolloutBounds Bounds => RolloutBounds.Of(Deployment);

    public bool IsRecreate => Deployment.Spec.Strategy?.Type == "Recreate";

    public bool IsPaused => Deployment.Spec.Paused == true;

    /// <summary>The revision of the present template: above all old ones, and never lower than it already was.</summary>
    public long NewRevision => Math.Max(
        New is null ? 0 : DeploymentAnnotations.Number(New, DeploymentAnnotations.Revision),
        Old.Select(s => DeploymentAnnotations.Number(s, DeploymentAnnotations.Revision)).DefaultIfEmpty().Max() + 1);

    public int Total => All.Sum(Size);

    public int Available => All.Sum(AvailableOf);

    public static int Size(V1ReplicaSet? set) => set is null ? 0 : set.Spec.Replicas ?? 1;

    public static int AvailableOf(V1ReplicaSet? set) => set?.Status?.AvailableReplicas ?? 0;

    /// <summary>All wanted pods are of the present template and available, and no old pod is left.</summary>
    public bool IsComplete =>
        New?.Status is { } status
        && status.ObservedGeneration == New.Metadata.Generation
        && status.Replicas == Wanted
        && (status.AvailableReplicas ?? 0) == Wanted
        && All.Sum(s => s.Status?.Replicas ?? 0) == Wanted;
}
