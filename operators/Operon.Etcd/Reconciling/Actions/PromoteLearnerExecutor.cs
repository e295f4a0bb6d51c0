using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>Makes a learner a voter.</summary>
internal sealed class PromoteLearnerExecutor : ActionExecutor<PromoteLearner>
{
    protected override async Task<string?> ExecuteAsync(ClusterSnapshot snapshot, PromoteLearner action, CancellationToken cancellationToken)
    {
        await snapshot.LeaderConnection.PromoteAsync(action.MemberId, cancellationToken);
        return null;
    }

    protected override IEnumerable<ClusterEvent> Announce(PromoteLearner action) =>
        [new("Member Promoted", $"Learner {action.Name} is a voter now")];
}
