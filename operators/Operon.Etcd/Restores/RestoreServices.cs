using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Reconciling;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Etcd.Restores;

/// <summary>What the restore controller works with.</summary>
internal sealed record RestoreServices
{
    public required IKubernetesClient Client { get; init; }

    public required ClusterScope Scope { get; init; }

    public required IEventRecorder Events { get; init; }

    public required TimeProvider Time { get; init; }

    public required TaskImage Image { get; init; }

    public required BackupProof Proof { get; init; }
}
