namespace Operon.Etcd.Planning;

/// <summary>Leadership goes where the annotation asks, once; to a voter that is healthy and in sync (U1).</summary>
internal static class LeaderTransferRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.LeaderTransfer is not { } wish)
        {
            return null;
        }

        return membership.Find(wish.Target) switch
        {
            null => Refuse(wish, $"{wish.Target} is not a member; the voters are {string.Join(", ", membership.Voters.Select(voter => voter.Name))}"),
            { IsLearner: true } => Refuse(wish, $"{wish.Target} is a learner; only voters can lead"),
            { IsLeader: true } => new AnswerLeaderTransfer(wish.Request, IsRefused: false, $"{wish.Target} leads"),
            { IsHealthy: false } => Refuse(wish, $"{wish.Target} is not healthy; ask again once it is"),
            _ when membership.Leader is not { } leader => new Wait("no leader at the moment", TimeSpan.FromSeconds(0.5)),
            _ when membership.Leader.ServerVersion is { SupportsMoveLeader: false } version => Refuse(wish, $"etcd {version} cannot hand leadership over"),
            { } target => new MoveLeader(target.Id, target.Name, membership.Leader.Name, $"asked for by annotation {wish.Request}"),
        };
    }

    private static AnswerLeaderTransfer Refuse(LeaderTransferFacts wish, string reason) => new(wish.Request, IsRefused: true, reason);
}
