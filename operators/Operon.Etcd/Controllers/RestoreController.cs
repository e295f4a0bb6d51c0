using Microsoft.Extensions.Logging;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Restores;
using Operon.Etcd.Stores;
using Operon.Runtime;

namespace Operon.Etcd.Controllers;

/// <summary>The controller of EtcdRestore.</summary>
internal static class RestoreController
{
    /// <summary>Name of the Lease and of the program.</summary>
    public const string LeaseName = "etcd-restore-operator";

    private const int Workers = 4;

    public static void Register(ControllerManager manager, EtcdOperatorOptions options)
    {
        var image = new TaskImage(manager.Client, options);
        var services = new RestoreServices
        {
            Client = manager.Client,
            Scope = new ClusterScope(options.ClusterWide),
            Events = manager.Events(options.Identity),
            Time = options.TimeProvider,
            Image = image,
            Proof = new BackupProof(
                manager.Client, new StoreOpener(options.TimeProvider, options.EnvironmentVariables), image, new TaskPods(manager.Client, options.TimeProvider), options.TimeProvider),
        };
        manager.Controller("etcdrestore", EtcdKinds.Restore)
            .Filter((before, after) => before.Metadata.Generation != after.Metadata.Generation || ChangeFilters.AnnotationsChanged(before, after))
            .WithConcurrency(Workers)
            .ReconcileWith(new RestoreReconciler(services, options.LoggerFactory.CreateLogger<RestoreReconciler>()));
    }
}
