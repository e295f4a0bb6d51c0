using Microsoft.Extensions.Logging;
using Operon.Etcd.Api;
using Operon.Etcd.Controllers;
using Operon.Etcd.Membership;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Serving;
using Operon.Runtime;

namespace Operon.Etcd;

/// <summary>The etcd operator: keeps every EtcdCluster at its size and version, without ever giving up quorum or data by its own hand.</summary>
public static class EtcdOperator
{
    /// <summary>Name of the Lease, of the field manager and of the program.</summary>
    public const string Name = "etcd-operator";

    private const int Workers = 8;

    /// <summary>
    /// Runs until <paramref name="cancellationToken"/> is cancelled, then stops gracefully. Throws <see cref="LeadershipLostException"/> when another
    /// replica took the Lease.
    /// </summary>
    public static async Task RunAsync(EtcdOperatorOptions options, CancellationToken cancellationToken)
    {
        using var metrics = new OperatorMetrics(options.TimeProvider);
        var managers = Leases(options.Parts).ToDictionary(lease => lease.Part, lease => Manager(options, lease.Name));
        var readiness = new HealthChecks();
        var isInstalled = false;
        readiness.Add("custom-resource-definitions", () =>
            Volatile.Read(ref isInstalled) ? HealthResult.Healthy : HealthResult.Unhealthy("the CustomResourceDefinitions are not established yet"));
        await using var server = await ServedEndpoints.StartAsync(options, managers.Values.First(), readiness, cancellationToken);
        try
        {
            if (options.CreateCustomResources)
            {
                var install = new CustomResources(options.Client, options.TimeProvider, options.LoggerFactory.CreateLogger<CustomResources>());
                await install.InstallAsync(cancellationToken);
            }

            Volatile.Write(ref isInstalled, true);
            await ManageAsync(managers, options, metrics, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    // Each operator has a Lease of its own, so that one that also runs as a program of its own never works twice. The first that ends, ends all.
    private static async Task ManageAsync(
        Dictionary<EtcdOperatorParts, ControllerManager> managers, EtcdOperatorOptions options, OperatorMetrics metrics, CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> running = [];
        foreach (var (part, manager) in managers)
        {
            switch (part)
            {
                case EtcdOperatorParts.Backups:
                    var backups = manager.Cache(EtcdKinds.Backup);
                    metrics.ShowBackups(() => backups.List());
                    BackupController.Register(manager, options);
                    running.Add(manager.RunAsync(all.Token));
                    break;
                case EtcdOperatorParts.Restores:
                    RestoreController.Register(manager, options);
                    running.Add(manager.RunAsync(all.Token));
                    break;
                default:
                    running.Add(ManageClustersAsync(manager, options, metrics, all.Token));
                    break;
            }
        }

        await Task.WhenAny(running);
        await all.CancelAsync();
        await Task.WhenAll(running);
    }

    private static IEnumerable<(EtcdOperatorParts Part, string Name)> Leases(EtcdOperatorParts parts) =>
        new[]
        {
            (EtcdOperatorParts.Clusters, Name),
            (EtcdOperatorParts.Backups, BackupController.LeaseName),
            (EtcdOperatorParts.Restores, RestoreController.LeaseName),
        }.Where(lease => parts.HasFlag(lease.Item1));

    private static ControllerManager Manager(EtcdOperatorOptions options, string lease) => new(options.Client, new ControllerManagerOptions
    {
        Namespaces = options.WatchedNamespaces,
        LoggerFactory = options.LoggerFactory,
        TimeProvider = options.TimeProvider,
        LeaderElection = new LeaderElectionOptions { LeaseName = lease, LeaseNamespace = options.Namespace, Identity = options.Identity },
    });

    private static async Task ManageClustersAsync(ControllerManager manager, EtcdOperatorOptions options, OperatorMetrics metrics, CancellationToken cancellationToken)
    {
        var scope = new ClusterScope(options.ClusterWide);
        var clusters = manager.Cache(EtcdKinds.Cluster);
        metrics.Show(() => clusters.List().Where(scope.Covers));
        using var counting = clusters.Subscribe(change => Count(change, metrics));
        using var reconciler = new EtcdClusterReconciler(
            manager.Client,
            options.Namespace,
            scope,
            new MemberDialer(options.ConnectCallback),
            new ClusterEvents(manager.Events(options.Identity)),
            metrics,
            options.TimeProvider,
            options.LoggerFactory.CreateLogger<EtcdClusterReconciler>());
        manager.Controller("etcdcluster", EtcdKinds.Cluster)
            .Filter((before, after) => before.Metadata.Generation != after.Metadata.Generation
                || ChangeFilters.AnnotationsChanged(before, after)
                || before.Status?.Restore?.Uid != after.Status?.Restore?.Uid
                || before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp
                || scope.Covers(before) != scope.Covers(after))
            .Owns(EtcdKinds.Pod, options: new CacheOptions { LabelSelector = "app=etcd" })
            .WithConcurrency(Workers)
            .ReconcileWith(reconciler);
        AuthControllers.Register(manager, scope, new MemberDialer(options.ConnectCallback), options.TimeProvider);
        await manager.RunAsync(cancellationToken);
    }

    private static void Count(ObjectChange<EtcdCluster> change, OperatorMetrics metrics)
    {
        switch (change)
        {
            case { Old: null, New: not null }:
                metrics.Created();
                break;
            case { Old: not null, New: null }:
                metrics.Deleted();
                break;
            case { Old: { } before, New: { } after } when before.Metadata.Generation != after.Metadata.Generation:
                metrics.Modified();
                break;
        }
    }
}
