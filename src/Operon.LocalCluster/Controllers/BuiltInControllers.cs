using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.Bootstrap;
using Operon.LocalCluster.Controllers.ClusterRoles;
using Operon.LocalCluster.Controllers.Deployments;
using Operon.LocalCluster.Controllers.Disruptions;
using Operon.LocalCluster.Controllers.Endpoints;
using Operon.LocalCluster.Controllers.GarbageCollection;
using Operon.LocalCluster.Controllers.Jobs;
using Operon.LocalCluster.Controllers.Namespaces;
using Operon.LocalCluster.Controllers.Objects;
using Operon.LocalCluster.Controllers.Pods;
using Operon.LocalCluster.Controllers.ReplicaSets;
using Operon.LocalCluster.Controllers.ServiceAccounts;
using Operon.LocalCluster.Controllers.Volumes;
using Operon.Runtime;

namespace Operon.LocalCluster;

/// <summary>The controllers a cluster cannot do without: what kube-controller-manager is elsewhere.</summary>
public static class BuiltInControllers
{
    /// <summary>What users are told who create objects no controller here acts on, by resource.</summary>
    internal static IReadOnlyDictionary<string, string> Missing { get; } = new[]
    {
        "statefulsets.apps", "daemonsets.apps", "cronjobs.batch", "horizontalpodautoscalers.autoscaling", "replicationcontrollers", "ingresses.networking.k8s.io", "networkpolicies.networking.k8s.io",
    }.ToDictionary(resource => resource, resource => $"the local cluster does not act on {resource} yet");

    // These controllers work in steps, as those they stand for: the event of one step's write is what wakes the next. Hence WithOwnEvents.

    /// <summary>Adds all controllers, and the creation of the objects every cluster starts with, to a manager whose client may do everything.</summary>
    public static void AddTo(ControllerManager manager, BuiltInControllerOptions options)
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentNullException.ThrowIfNull(options);
        var bootstrap = new ClusterBootstrap(manager.Client, options);
        manager.AddRunnable(bootstrap.RunAsync);
        var collector = new GarbageCollector(manager.Client, manager.TimeProvider, manager.LoggerFactory);
        manager.AddRunnable(collector.RunAsync);
        AddNamespaces(manager, options);
        AddWorkloads(manager);
        AddEndpoints(manager);
        AddVolumes(manager, options);
        AddPodGarbage(manager);
        AddDisruptions(manager);
        AddClusterRoles(manager);
    }

    private static void AddClusterRoles(ControllerManager manager)
    {
        var roles = manager.Cache(ResourceKinds.ClusterRole);
        manager.Controller("clusterrole-aggregation", ResourceKinds.ClusterRole)
            .Watches(ResourceKinds.ClusterRole, changed => roles.List()
                .Where(role => role.AggregationRule is not null && role.Metadata.Name != changed.Metadata.Name).Select(ObjectKey.Of))
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new AggregationReconciler(manager.Client, roles)));
    }

    private static void AddNamespaces(ControllerManager manager, BuiltInControllerOptions options)
    {
        manager.Controller("namespace", ResourceKinds.Namespace)
            .WithConcurrency(2)
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new NamespaceReconciler(manager.Client, manager.Cache(ResourceKinds.Namespace), manager.TimeProvider)));
        manager.Controller("namespace-equipment", ResourceKinds.Namespace)
            .Watches(ResourceKinds.ServiceAccount, a => NamespaceOf(a.Metadata, NamespaceEquipmentReconciler.AccountName))
            .Watches(ResourceKinds.ConfigMap, c => NamespaceOf(c.Metadata, NamespaceEquipmentReconciler.ConfigMapName))
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new NamespaceEquipmentReconciler(
                manager.Client, options.CertificateAuthority, manager.Cache(ResourceKinds.Namespace), manager.Cache(ResourceKinds.ServiceAccount), manager.Cache(ResourceKinds.ConfigMap))));
    }

    private static void AddWorkloads(ControllerManager manager)
    {
        var pods = manager.Cache(ResourceKinds.Pod);
        var sets = manager.Cache(ResourceKinds.ReplicaSet);
        var deployments = manager.Cache(ResourceKinds.Deployment);
        manager.Controller("deployment", ResourceKinds.Deployment)
            .Owns(ResourceKinds.ReplicaSet)
            .Watches(ResourceKinds.ReplicaSet, s => Ownership.ControllerOf(s) is null ? Matching(deployments.List(s.Metadata.NamespaceProperty), d => d.Spec.Selector, s.Metadata.Labels) : [])
            .Watches(ResourceKinds.Pod, p => DeploymentOf(sets, p), (_, now) => PodState.IsTerminal(now))
            .WithConcurrency(4)
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new DeploymentReconciler(
                manager.Client, deployments, sets, pods, manager.Events("deployment-controller"), manager.TimeProvider)));
        manager.Controller("replicaset", ResourceKinds.ReplicaSet)
            .Owns(ResourceKinds.Pod)
            .Watches(ResourceKinds.Pod, p => Ownership.ControllerOf(p) is null ? Matching(sets.List(p.Metadata.NamespaceProperty), s => s.Spec.Selector, p.Metadata.Labels) : [])
            .WithConcurrency(4)
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new ReplicaSetReconciler(
                manager.Client, sets, pods, manager.Events("replicaset-controller"), manager.TimeProvider)));
        manager.Controller("job", ResourceKinds.Job)
            .Owns(ResourceKinds.Pod)
            .WithConcurrency(4)
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new JobReconciler(
                manager.Client, manager.Cache(ResourceKinds.Job), pods, manager.Events("job-controller"), manager.TimeProvider)));
    }

    private static void AddEndpoints(ControllerManager manager)
    {
        var services = manager.Cache(ResourceKinds.Service);
        manager.Controller("endpoints", ResourceKinds.Service)
            .Watches(ResourceKinds.Pod, p => services.List(p.Metadata.NamespaceProperty)
                .Where(s => s.Spec.Selector is { Count: > 0 } && LabelMatching.MatchesAll(s.Spec.Selector, p.Metadata.Labels)).Select(ObjectKey.Of))
            .Watches(ResourceKinds.EndpointSlice, s => s.Metadata.Labels is { } labels && labels.TryGetValue(EndpointSlicePlanner.ServiceName, out var name)
                ? [new ObjectKey(s.Metadata.NamespaceProperty, name)] : [])
            .Watches(ResourceKinds.Endpoints, e => [ObjectKey.Of(e)])
            .Watches<V1Node>(ResourceKinds.Node, _ => [])
            .WithConcurrency(4)
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new EndpointsReconciler(
                manager.Client, services, manager.Cache(ResourceKinds.Pod), manager.Cache(ResourceKinds.Node), manager.Cache(ResourceKinds.EndpointSlice), manager.Cache(ResourceKinds.Endpoints))));
    }

    private static void AddVolumes(ControllerManager manager, BuiltInControllerOptions options)
    {
        var claims = manager.Cache(ResourceKinds.PersistentVolumeClaim);
        var volumes = manager.Cache(ResourceKinds.PersistentVolume);
        manager.Controller("persistentvolumeclaim", ResourceKinds.PersistentVolumeClaim)
            .Watches(ResourceKinds.PersistentVolume, v => v.Spec.ClaimRef is { } claim
                ? [new ObjectKey(claim.NamespaceProperty, claim.Name)]
                : claims.List().Where(c => c.Status?.Phase is null or "" or "Pending").Select(ObjectKey.Of))
            .Watches(ResourceKinds.StorageClass, _ => claims.List().Where(c => c.Status?.Phase is null or "" or "Pending").Select(ObjectKey.Of))
            .Watches(ResourceKinds.Pod, p => (p.Spec.Volumes ?? []).Where(v => v.PersistentVolumeClaim is not null)
                .Select(v => new ObjectKey(p.Metadata.NamespaceProperty, v.PersistentVolumeClaim.ClaimName)), (old, now) => PodState.IsTerminal(old) != PodState.IsTerminal(now))
            .Watches<V1Node>(ResourceKinds.Node, _ => [])
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new ClaimReconciler(
                manager.Client, options.VolumesDirectory, claims, volumes, manager.Cache(ResourceKinds.StorageClass), manager.Cache(ResourceKinds.Pod),
                manager.Cache(ResourceKinds.Node), manager.Events("persistentvolume-controller"))));
        manager.Controller("persistentvolume", ResourceKinds.PersistentVolume)
            .Watches(ResourceKinds.PersistentVolumeClaim, c => string.IsNullOrEmpty(c.Spec.VolumeName) ? [] : [new ObjectKey(null, c.Spec.VolumeName)])
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new VolumeReconciler(manager.Client, options.VolumesDirectory, volumes, claims, manager.TimeProvider)));
    }

    private static void AddPodGarbage(ControllerManager manager)
    {
        var pods = manager.Cache(ResourceKinds.Pod);
        manager.Controller("podgc", ResourceKinds.Pod)
            .Watches(ResourceKinds.Node, n => pods.List().Where(p => p.Spec.NodeName == n.Metadata.Name).Select(ObjectKey.Of), (_, _) => false)
            .WithOwnEvents()
            .ReconcileWith(new PodGarbageReconciler(manager.Client, pods, manager.Cache(ResourceKinds.Node), manager.TimeProvider));
    }

    private static void AddDisruptions(ControllerManager manager)
    {
        var budgets = manager.Cache(ResourceKinds.PodDisruptionBudget);
        manager.Controller("disruption", ResourceKinds.PodDisruptionBudget)
            .Watches(ResourceKinds.Pod, p => Matching(budgets.List(p.Metadata.NamespaceProperty), b => b.Spec.Selector, p.Metadata.Labels))
            .Watches(ResourceKinds.ReplicaSet, s => Matching(budgets.List(s.Metadata.NamespaceProperty), b => b.Spec.Selector, s.Spec.Template?.Metadata?.Labels))
            .WithOwnEvents()
            .ReconcileWith(new OptimisticReconciler(new DisruptionReconciler(
                manager.Client, budgets, manager.Cache(ResourceKinds.Pod), manager.Cache(ResourceKinds.ReplicaSet), manager.TimeProvider)));
    }

    private static IEnumerable<ObjectKey> NamespaceOf(V1ObjectMeta metadata, string name) =>
        metadata.Name == name ? [new ObjectKey(null, metadata.NamespaceProperty)] : [];

    private static IEnumerable<ObjectKey> Matching<T>(IEnumerable<T> owners, Func<T, V1LabelSelector> selector, IDictionary<string, string>? labels)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta> => owners.Where(o => LabelMatching.Matches(selector(o), labels)).Select(ObjectKey.Of);

    private static IEnumerable<ObjectKey> DeploymentOf(ILister<V1ReplicaSet> sets, V1Pod pod) =>
        Ownership.ControllerOf(pod) is { Kind: "ReplicaSet" } reference
        && sets.Find(new ObjectKey(pod.Metadata.NamespaceProperty, reference.Name)) is { } set
        && Ownership.ControllerOf(set) is { Kind: "Deployment" } owner
            ? [new ObjectKey(pod.Metadata.NamespaceProperty, owner.Name)] : [];
}
