using Grpc.Core;
using Operon.Etcd.Membership;
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

        var hash = await HashAsync(snapshot, connection, action.Chosen.SurvivorRevision!.Value, cancellationToken);
        await status.WriteRecoveryAsync(snapshot.Cluster, action.Chosen with { SurvivorHash = hash, Message = action.Reason }, cancellationToken);
        return null;
    }

    private static async Task<long?> HashAsync(ClusterSnapshot snapshot, IMemberConnection connection, long revision, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.HashAsync(revision, cancellationToken)).Hash;
        }
        catch (RpcException) when (snapshot.Observed.Auth is not null && !cancellationToken.IsCancellationRequested)
        {
            // With authentication on, a hash asks for a login, and a login for a quorum. The revision is compared all the same.
            return null;
        }
    }

    protected override IEnumerable<ClusterEvent> Announce(ChooseSurvivor action) => [new("Survivor Chosen", action.Reason)];
}
