using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Ends a pod with the grace it was made with; it is made again from its claim.</summary>
internal sealed class RecreatePodExecutor(OwnedObjects objects) : ActionExecutor<RecreatePod>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, RecreatePod action, CancellationToken cancellationToken)
    {
        await objects.DeleteAsync(ResourceKinds.Pod, snapshot.Layout, action.Name, null, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(RecreatePod action) =>
        [new("Member Restarted", $"Pod {action.Name} is made anew from the spec and keeps its data: {action.Reason}")];
}
