using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Stops a pod during a recovery.</summary>
internal sealed class FencePodExecutor(OwnedObjects objects) : ActionExecutor<FencePod>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, FencePod action, CancellationToken cancellationToken)
    {
        // Null leaves the pod its own grace: the survivor shall write everything it has.
        await objects.DeleteAsync(ResourceKinds.Pod, snapshot.Layout, action.Name, action.IsForced ? 0 : null, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(FencePod action) => action.IsForced
        ? [new("Member Fenced", action.Reason, IsWarning: true)]
        : [];
}
