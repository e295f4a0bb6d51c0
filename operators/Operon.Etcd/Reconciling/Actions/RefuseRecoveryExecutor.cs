using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Tells why a recovery does not take place; the status written before has used up the request.</summary>
internal sealed class RefuseRecoveryExecutor : ActionExecutor<RefuseRecovery>
{
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, RefuseRecovery action, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    protected override IEnumerable<ClusterEvent> Announce(RefuseRecovery action) => [new("Recovery Refused", action.Reason, IsWarning: true)];
}
