namespace Operon.Etcd.Planning;

/// <summary>
/// Replaces the pod of a member whose command line has to change, which no patch can do: with a claim the pod is deleted and comes back with its data;
/// without one the member is removed and a new one joins. Leadership is handed over first.
/// </summary>
internal static class MemberRoll
{
    /// <summary>The next step of rolling <paramref name="outdated"/>, of which there is at least one: followers first, the leader last.</summary>
    public static EtcdAction Next(EtcdObserved observed, MembershipFacts membership, IReadOnlyList<MemberFacts> outdated, string reason)
    {
        var next = outdated.OrderBy(member => member.IsLeader).ThenBy(member => member.Name, StringComparer.Ordinal).First();
        if (HandOver(membership, outdated, next, reason) is { } move)
        {
            return move;
        }

        if (observed.Claims.Contains(next.Name))
        {
            return new DeletePod(next.Name, reason);
        }

        var voters = membership.Voters.Count();
        var healthy = membership.Voters.Count(voter => voter.IsHealthy);
        if (!next.IsLearner && !Quorum.SurvivesRemovalOfHealthy(voters, healthy))
        {
            return new ReportUnrollable(
                $"{reason}: member {next.Name} would have to be replaced, but it holds the only copy of the data; scale to 3 first, or use spec.pod.persistentVolumeClaimSpec");
        }

        return new RemoveMember(next.Id, next.Name, IsDead: false, reason);
    }

    /// <summary>The hand-over that has to come before <paramref name="next"/> stops; null when none is needed or possible.</summary>
    public static MoveLeader? HandOver(MembershipFacts membership, IReadOnlyList<MemberFacts> outdated, MemberFacts next, string reason)
    {
        if (!next.IsLeader || next.ServerVersion is not { SupportsMoveLeader: true })
        {
            return null;
        }

        // To one that is done already, so that leadership moves once.
        var heir = membership.Voters.Where(voter => voter.IsHealthy && voter.Name != next.Name)
            .OrderBy(voter => outdated.Any(other => other.Name == voter.Name)).ThenByDescending(voter => voter.AppliedIndex).FirstOrDefault();
        return heir is null ? null : new MoveLeader(heir.Id, heir.Name, next.Name, reason);
    }
}
