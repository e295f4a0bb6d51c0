using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Hands leadership over.</summary>
internal sealed class MoveLeaderExecutor : ActionExecutor<MoveLeader>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, MoveLeader action, CancellationToken cancellationToken)
    {
        await snapshot.LeaderConnection.MoveLeaderAsync(action.TargetId, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(MoveLeader action) =>
        [new("Leader Moved", $"Leadership moved from {action.LeaderName} to {action.TargetName}: {action.Reason}")];
}
