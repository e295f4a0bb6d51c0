using Grpc.Core;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Takes the survivor's hash while it still runs as it was, then writes the choice down.</summary>
internal sealed class ChooseSurvivorExecutor(StatusWriter status) : ActionExecutor<ChooseSurvivor>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, ChooseSurvivor action, CancellationToken cancellationToken)
    {
        var survivor = action.Chosen.Survivor!;
        if (!snapshot.Connections.TryGetValue(survivor, out var connection))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"no connection to {survivor}"));
        }

        var hash = await connection.HashAsync(action.Chosen.SurvivorRevision!.Value, cancellationToken);
        await status.WriteRecoveryAsync(snapshot.Cluster, action.Chosen with { SurvivorHash = hash.Hash, Message = action.Reason }, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(ChooseSurvivor action) => [new("Survivor Chosen", action.Reason)];
}
