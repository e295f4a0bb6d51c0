namespace Operon.Etcd.Planning;

/// <summary>One member more or one member fewer, from a quiet cluster.</summary>
internal static class SizeRules
{
    /// <summary>
    /// Voters to reach before anything is removed: one more than asked for while a member has to be made anew, so that its successor is there
    /// before it goes.
    /// </summary>
    public static int Target(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) =>
        desired.Size + (Obsolete(desired, observed, membership) is null ? 0 : 1);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        var voters = membership.Voters.ToList();
        if (voters.Count > desired.Size)
        {
            return ScaleIn(desired, observed, membership, voters);
        }

        var obsolete = Obsolete(desired, observed, membership);
        if (voters.Count == desired.Size && obsolete is null)
        {
            return null;
        }

        if (Stability.MissingForNewcomer(observed, membership) is { } wait)
        {
            return wait;
        }

        var learnersSupported = voters.All(voter => !voter.IsHealthy || voter.ServerVersion is { SupportsLearners: true });
        var reason = voters.Count < desired.Size
            ? $"{voters.Count} of {desired.Size} members exist"
            : $"{obsolete} has to be made anew, with new data; its successor comes first";
        return new AddMember(desired.NextName, learnersSupported, reason);
    }

    private static string? Obsolete(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) =>
        observed.Pods.FirstOrDefault(pod => IsObsolete(desired, observed, pod) && membership.Find(pod.Name) is { IsLearner: false, HasStarted: true })?.Name;

    private static bool IsObsolete(EtcdDesired desired, EtcdObserved observed, PodFacts pod) =>
        !pod.IsDeleting && MemberPods.NeedsNewMember(desired, observed, pod);

    private static EtcdAction ScaleIn(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership, List<MemberFacts> voters)
    {
        var victim = Victim(desired, observed, voters);
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
            var heir = voters.Where(voter => voter != victim).MaxBy(voter => voter.AppliedIndex)!;
            return new MoveLeader(heir.Id, heir.Name, victim.Name, $"leader {victim.Name} is about to be removed");
        }

        return new RemoveMember(victim.Id, victim.Name, IsDead: false, reason);
    }

    // The sick first, then those that have to go anyway, then where most members share a fate; the newest of them, the leader last.
    private static MemberFacts Victim(EtcdDesired desired, EtcdObserved observed, List<MemberFacts> voters)
    {
        var crowds = voters.GroupBy(voter => Place(observed, voter)).ToDictionary(group => group.Key, group => group.Key.Length == 0 ? 1 : group.Count());
        return voters
            .OrderBy(voter => voter.IsHealthy)
            .ThenBy(voter => observed.Pod(voter.Name) is not { } pod || !IsObsolete(desired, observed, pod))
            .ThenByDescending(voter => crowds[Place(observed, voter)])
            .ThenBy(voter => voter.IsLeader)
            .ThenByDescending(voter => observed.Pod(voter.Name)?.CreatedAt ?? DateTimeOffset.MaxValue)
            .ThenByDescending(voter => voter.Name, StringComparer.Ordinal)
            .First();
    }

    // Where nodes cannot be read, or have no zones, the node is the place.
    private static string Place(EtcdObserved observed, MemberFacts voter) =>
        observed.Pod(voter.Name) is { } pod ? pod.Zone ?? pod.Node ?? "" : "";
}
