using Operon.Etcd.Membership;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Has etcd check a downgrade, then begin it.</summary>
internal sealed class EnableDowngradeExecutor : ActionExecutor<EnableDowngrade>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, EnableDowngrade action, CancellationToken cancellationToken)
    {
        await snapshot.LeaderConnection.DowngradeAsync(DowngradeStep.Validate, action.Target, cancellationToken);
        await snapshot.LeaderConnection.DowngradeAsync(DowngradeStep.Enable, action.Target, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(EnableDowngrade action) =>
        [new("Downgrade Enabled", $"etcd prepares its data for version {action.Target.Major}.{action.Target.Minor}")];
}
