using Operon.Etcd.Api;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>The status that is written before the action is all there is to do; this only tells people.</summary>
internal sealed class RecordRecoveryExecutor : ActionExecutor<RecordRecovery>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, RecordRecovery action, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    protected override IEnumerable<ClusterEvent> Announce(RecordRecovery action) => action.Status.Phase switch
    {
        RecoveryPhase.Choosing => [new("Recovery Started", action.Reason, IsWarning: true)],
        RecoveryPhase.Forcing => [new("Survivor Forced", action.Reason, IsWarning: true)],
        RecoveryPhase.Growing => [new("Recovery Growing", action.Reason)],
        RecoveryPhase.Completed => [new("Recovery Completed", action.Reason)],
        RecoveryPhase.Cancelled => [new("Recovery Cancelled", action.Reason)],
        _ => [],
    };
}
