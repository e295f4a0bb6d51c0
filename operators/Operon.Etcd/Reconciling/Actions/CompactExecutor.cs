using Grpc.Core;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Gives up history, then writes down that it is done.</summary>
internal sealed class CompactExecutor(StatusWriter status) : ActionExecutor<Compact>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, Compact action, CancellationToken cancellationToken)
    {
        try
        {
            await snapshot.LeaderConnection.CompactAsync(action.Revision, cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.OutOfRange)
        {
            // Somebody, perhaps this operator before it was restarted, has compacted further already.
        }

        await status.WriteMaintenanceAsync(snapshot.Cluster, action.Done, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(Compact action) => [new("History Compacted", action.Reason)];
}
