using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Etcd.Restores;

namespace Operon.Etcd.Reconciling;

/// <summary>Reads what restore the cluster was asked for.</summary>
internal sealed class RestoreFactReader : IFactReader
{
    public Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken) =>
        Task.FromResult(observed with { Restore = Facts(context.Cluster) });

    private static RestoreFacts? Facts(EtcdCluster cluster)
    {
        if (cluster.Status?.Restore is not { } restore)
        {
            return RestoreAnnotations.AwaitedRestore(cluster) is { } awaited ? new RestoreFacts { Name = awaited, Stage = RestoreStage.Awaited } : null;
        }

        var stage = restore.Phase switch
        {
            ClusterRestorePhase.Stopping => RestoreStage.Stopping,
            ClusterRestorePhase.Seeding => RestoreStage.Seeding,
            _ => RestoreStage.Seeded,
        };
        return new RestoreFacts { Name = restore.Name, Stage = stage };
    }
}
