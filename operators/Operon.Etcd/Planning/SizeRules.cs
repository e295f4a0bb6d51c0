namespace Operon.Etcd.Planning;

/// <summary>One member more or one member fewer, from a quiet cluster.</summary>
internal static class SizeRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        var voters = membership.Voters.ToList();
        if (voters.Count > desired.Size)
        {
            return ScaleIn(desired, observed, membership, voters);
        }

        if (voters.Count == desired.Size)
        {
            return null;
        }

        if (Stability.Missing(observed, membership) is { } wait)
        {
            return wait;
        }

        var learnersSupported = voters.All(voter => voter.ServerVersion is { SupportsLearners: true });
        return new AddMember(desired.NextName, learnersSupported, $"{voters.Count} of {desired.Size} members exist");
    }

    private static EtcdAction ScaleIn(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership, List<MemberFacts> voters)
    {
        var victim = voters
            .OrderBy(voter => voter.IsHealthy)
            .ThenBy(voter => voter.IsLeader)
            .ThenByDescending(voter => observed.Pod(voter.Name)?.CreatedAt ?? DateTimeOffset.MaxValue)
            .ThenByDescending(voter => voter.Name, StringComparer.Ordinal)
            .First();
        var healthy = voters.Count(voter => voter.IsHealthy);
        var reason = $"spec.size is {desired.Size}, {voters.Count} members exist";

        if (!victim.IsHealthy)
        {
            return healthy >= Quorum.Of(voters.Count)
                ? new RemoveMember(victim.Id, victim.Name, IsDead: false, reason)
                : new Wait($"only {healthy} of {voters.Count} voters are healthy", TimeSpan.FromSeconds(2));
        }

        if (Stability.Missing(observed, membership) is { } wait)
        {
            return wait;
        }

        if (!Quorum.SurvivesRemovalOfHealthy(voters.Count, healthy))
        {
            return new Wait("removing a member would lose quorum", TimeSpan.FromSeconds(2));
        }

        if (victim.IsLeader)
        {
            var heir = voters.First(voter => voter != victim);
            return new MoveLeader(heir.Id, heir.Name, victim.Name, $"leader {victim.Name} is about to be removed");
        }

        return new RemoveMember(victim.Id, victim.Name, IsDead: false, reason);
    }
}
