using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Takes alarms back.</summary>
internal sealed class DisarmExecutor(StatusWriter status) : ActionExecutor<Disarm>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, Disarm action, CancellationToken cancellationToken)
    {
        foreach (var alarm in action.Alarms)
        {
            await snapshot.LeaderConnection.DisarmAsync(alarm, cancellationToken);
        }

        await status.WriteMaintenanceAsync(snapshot.Cluster, action.Done, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(Disarm action) => [new("Alarm Disarmed", action.Reason)];
}
