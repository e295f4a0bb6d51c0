using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Deletes all pods of an incarnation that ends.</summary>
internal sealed class StopMembersExecutor(OwnedObjects objects) : ActionExecutor<StopMembers>
{
    private const long GraceSeconds = 5;

    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, StopMembers action, CancellationToken cancellationToken)
    {
        foreach (var name in action.Names)
        {
            if (await objects.DeleteAsync(ResourceKinds.Pod, snapshot.Pod(name), new DeleteOptions { GracePeriodSeconds = GraceSeconds }, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(StopMembers action) => [new("Restore Begun", $"All members are stopped: {action.Reason}")];
}
