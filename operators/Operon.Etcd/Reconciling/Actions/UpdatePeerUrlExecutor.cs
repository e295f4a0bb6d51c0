using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Changes the peer address etcd has on record for a member.</summary>
internal sealed class UpdatePeerUrlExecutor : ActionExecutor<UpdatePeerUrl>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, UpdatePeerUrl action, CancellationToken cancellationToken)
    {
        await snapshot.LeaderConnection.UpdateAsync(action.MemberId, snapshot.Layout.PeerUrl(action.Name, action.IsTls), cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(UpdatePeerUrl action) =>
        [new("Member Address Changed", $"Peers dial member {action.Name} by {(action.IsTls ? "https" : "http")} from now on: {action.Reason}")];
}
