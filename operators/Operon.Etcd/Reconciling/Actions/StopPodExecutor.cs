using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Ends a pod with the grace it was made with.</summary>
internal sealed class StopPodExecutor(OwnedObjects objects) : ActionExecutor<StopPod>
{
    // A pod that has changed since the decision is looked at once more.
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, StopPod action, CancellationToken cancellationToken)
    {
        var seen = snapshot.Pod(action.Name);
        return objects.DeleteAsync(ResourceKinds.Pod, seen, new DeleteOptions { PreconditionResourceVersion = seen?.ResourceVersion }, cancellationToken);
    }

    protected override IEnumerable<ClusterEvent> Announce(StopPod action) => [new("Member Stopped", $"Member {action.Name} is stopped and keeps its data: {action.Reason}")];
}
