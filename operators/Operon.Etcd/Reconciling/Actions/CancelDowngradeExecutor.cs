using Operon.Etcd.Membership;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Takes a downgrade back.</summary>
internal sealed class CancelDowngradeExecutor : ActionExecutor<CancelDowngrade>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, CancelDowngrade action, CancellationToken cancellationToken)
    {
        await snapshot.LeaderConnection.DowngradeAsync(DowngradeStep.Cancel, action.Target, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(CancelDowngrade action) => [new("Downgrade Cancelled", action.Reason)];
}
