using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Ends a pod with the grace it was made with.</summary>
internal sealed class StopPodExecutor(OwnedObjects objects) : ActionExecutor<StopPod>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, StopPod action, CancellationToken cancellationToken)
    {
        await objects.DeleteAsync(ResourceKinds.Pod, snapshot.Layout, action.Name, null, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(StopPod action) => [new("Member Stopped", $"Member {action.Name} is stopped and keeps its data: {action.Reason}")];
}
