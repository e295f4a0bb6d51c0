using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Objects;
using Operon.LocalCluster.Scheduling;
using Operon.Runtime;

namespace Operon.LocalCluster;

/// <summary>The local cluster's scheduler: it follows the filters and messages of the default scheduler, without preemption.</summary>
public static class Scheduler
{
    /// <summary>Adds the scheduler to a manager. It serves pods with <c>schedulerName: default-scheduler</c>.</summary>
    public static void AddTo(ControllerManager manager)
    {
        ArgumentNullException.ThrowIfNull(manager);
        var reconciler = new SchedulingReconciler(
            manager.Client,
            manager.Cache(ResourceKinds.Pod),
            manager.Cache(ResourceKinds.Node),
            manager.Cache(ResourceKinds.Namespace),
            manager.Cache(ResourceKinds.PersistentVolumeClaim),
            manager.Cache(ResourceKinds.PersistentVolume),
            manager.Cache(ResourceKinds.StorageClass),
            manager.Events(SchedulingReconciler.Name),
            manager.TimeProvider);
        manager.Controller("scheduler", ResourceKinds.Pod)
            .Watches(ResourceKinds.Pod, p => string.IsNullOrEmpty(p.Spec.NodeName) ? [] : reconciler.Waiting, (old, now) => FreesRoom(old, now))
            .Watches(ResourceKinds.Node, _ => reconciler.Waiting, (old, now) => !IsHeartbeat(old, now))
            .Watches(ResourceKinds.PersistentVolume, _ => reconciler.Waiting)
            .Watches(ResourceKinds.PersistentVolumeClaim, _ => reconciler.Waiting)
            .Watches(ResourceKinds.StorageClass, _ => reconciler.Waiting)
            .Watches<V1Namespace>(ResourceKinds.Namespace, _ => [])
            .WithOwnEvents()
            .ReconcileWith(reconciler);
    }

    private static bool FreesRoom(V1Pod old, V1Pod now) =>
        string.IsNullOrEmpty(old.Spec.NodeName) || PodState.IsTerminal(now) != PodState.IsTerminal(old)
        || !SameLabels(old, now);

    private static bool SameLabels(V1Pod old, V1Pod now) =>
        LabelMatching.MatchesAll(old.Metadata.Labels, now.Metadata.Labels) && LabelMatching.MatchesAll(now.Metadata.Labels, old.Metadata.Labels);

    /// <summary>Only the times of conditions changed.</summary>
    private static bool IsHeartbeat(V1Node old, V1Node now) =>
        Documents.SameSection(ResourceKinds.Node, old, now, "spec")
        && LabelMatching.MatchesAll(old.Metadata.Labels, now.Metadata.Labels)
        && LabelMatching.MatchesAll(now.Metadata.Labels, old.Metadata.Labels)
        && (old.Status?.Allocatable ?? new Dictionary<string, ResourceQuantity>()).Count == (now.Status?.Allocatable ?? new Dictionary<string, ResourceQuantity>()).Count
        && (old.Status?.Allocatable ?? new Dictionary<string, ResourceQuantity>()).All(a => now.Status!.Allocatable.TryGetValue(a.Key, out var value) && value == a.Value);
}
