using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Stops a pod during a recovery.</summary>
internal sealed class FencePodExecutor(OwnedObjects objects) : ActionExecutor<FencePod>
{
    // Null leaves the pod its own grace: the survivor shall write everything it has.
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, FencePod action, CancellationToken cancellationToken) => objects.DeleteAsync(
        ResourceKinds.Pod, snapshot.Pod(action.Name), new DeleteOptions { GracePeriodSeconds = action.IsForced ? 0 : null }, cancellationToken);

    protected override IEnumerable<ClusterEvent> Announce(FencePod action) => action.IsForced
        ? [new("Member Fenced", action.Reason, IsWarning: true)]
        : [];
}
