using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Ends a pod with the grace it was made with; it is made again from its claim.</summary>
internal sealed class RecreatePodExecutor(OwnedObjects objects) : ActionExecutor<RecreatePod>
{
    // A pod that has changed since the decision is looked at once more.
    protected override Task<string?> ExecuteAsync(ClusterSnapshot snapshot, RecreatePod action, CancellationToken cancellationToken)
    {
        var seen = snapshot.Pod(action.Name);
        return objects.DeleteAsync(ResourceKinds.Pod, seen, new DeleteOptions { PreconditionResourceVersion = seen?.ResourceVersion }, cancellationToken);
    }

    protected override IEnumerable<ClusterEvent> Announce(RecreatePod action) =>
        [new("Member Restarted", $"Pod {action.Name} is made anew from the spec and keeps its data: {action.Reason}")];
}
