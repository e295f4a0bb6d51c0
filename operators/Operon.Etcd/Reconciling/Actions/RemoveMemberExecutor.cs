using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Removes a member from etcd; its pod and claim go afterwards.</summary>
internal sealed class RemoveMemberExecutor : ActionExecutor<RemoveMember>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, RemoveMember action, CancellationToken cancellationToken)
    {
        await snapshot.LeaderConnection.RemoveAsync(action.MemberId, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(RemoveMember action)
    {
        if (action.IsDead)
        {
            yield return new("Replacing Dead Member", $"The dead member {action.Name} is being replaced");
        }

        yield return new("Member Removed", $"Existing member {action.Name} removed from the cluster: {action.Reason}");
    }
}
