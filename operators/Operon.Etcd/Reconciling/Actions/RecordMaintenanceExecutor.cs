using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>The status that is written before the action is all there is to do; this only tells people.</summary>
internal sealed class RecordMaintenanceExecutor : ActionExecutor<RecordMaintenance>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, RecordMaintenance action, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    protected override IEnumerable<ClusterEvent> Announce(RecordMaintenance action) =>
        action.Event is { } reason ? [new(reason, action.Reason, action.IsWarning)] : [];
}
