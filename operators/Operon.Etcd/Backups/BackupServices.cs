using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Stores;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Etcd.Backups;

/// <summary>What the backup controller works with.</summary>
internal sealed record BackupServices
{
    public required IKubernetesClient Client { get; init; }

    public required ClusterScope Scope { get; init; }

    public required IEventRecorder Events { get; init; }

    public required TimeProvider Time { get; init; }

    public required StoreOpener Stores { get; init; }

    public required IBackupWay Direct { get; init; }

    public required IBackupWay Volume { get; init; }

    public required BackupCopies Copies { get; init; }

    public required TaskPods Pods { get; init; }

    public required TestRestore Test { get; init; }

    public IBackupWay WayOf(BackupPlan plan) => plan.Source.StorageType == BackupSource.PvcType ? Volume : Direct;
}
