namespace Operon.Etcd.Planning;

/// <summary>
/// Replaces the pod of a member whose command line has to change, which no patch can do: it is deleted and comes back with its claim. Leadership is handed
/// over first.
/// </summary>
internal static class MemberRoll
{
    /// <summary>The next step of rolling <paramref name="outdated"/>, of which there is at least one: followers first, the leader last.</summary>
    public static EtcdAction Next(MembershipFacts membership, IReadOnlyList<MemberFacts> outdated, string reason)
    {
        var next = outdated.OrderBy(member => member.IsLeader).ThenBy(member => member.Name, StringComparer.Ordinal).First();
        return (EtcdAction?)HandOver(membership, outdated, next, reason) ?? new DeletePod(next.Name, reason);
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
