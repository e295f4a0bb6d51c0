using Microsoft.Extensions.Logging;
using Operon.Etcd.Api;
using Operon.Etcd.Backups;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Membership;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Stores;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Etcd.Controllers;

/// <summary>The controller of EtcdBackup.</summary>
internal static class BackupController
{
    /// <summary>Name of the Lease and of the program.</summary>
    public const string LeaseName = "etcd-backup-operator";

    private const int Workers = 4;

    public static void Register(ControllerManager manager, EtcdOperatorOptions options)
    {
        var stores = new StoreOpener(options.TimeProvider, options.EnvironmentVariables);
        var members = new BackupMembers(manager.Client, new MemberDialer(options.ConnectCallback));
        var image = new TaskImage(manager.Client, options);
        var pods = new TaskPods(manager.Client, options.TimeProvider);
        var services = new BackupServices
        {
            Client = manager.Client,
            Scope = new ClusterScope(options.ClusterWide),
            Events = manager.Events(options.Identity),
            Time = options.TimeProvider,
            Stores = stores,
            Direct = new DirectBackup(manager.Client, members, stores, options.TimeProvider),
            Volume = new VolumeBackup(members, image, pods),
            Copies = new BackupCopies(manager.Client, stores, options.TimeProvider),
            Pods = pods,
            Test = new TestRestore(members, image, pods),
        };
        manager.Controller("etcdbackup", EtcdKinds.Backup)
            .Filter((before, after) => before.Metadata.Generation != after.Metadata.Generation
                || ChangeFilters.AnnotationsChanged(before, after)
                || before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp)
            .Owns(ResourceKinds.Metadata(ResourceKinds.Pod.Type), options: new CacheOptions { LabelSelector = $"{TaskPod.AppLabel}={TaskPod.AppName}" })
            .WithConcurrency(Workers)
            .ReconcileWith(new BackupReconciler(services, options.LoggerFactory.CreateLogger<BackupReconciler>()));
    }
}
