namespace Operon.Etcd.Planning;

/// <summary>A leader hands over before it stops (U1).</summary>
internal static class LeaderRules
{
    /// <summary>
    /// The hand-over to a voter that is not to be restarted itself, so that leadership moves once, and has applied most; null when the member does not
    /// lead, is alone, or is too old to hand over.
    /// </summary>
    public static MoveLeader? HandOver(MembershipFacts membership, string member, string because, IReadOnlyCollection<string>? next = null)
    {
        if (membership.Find(member) is not { IsLeader: true, ServerVersion: { SupportsMoveLeader: true } })
        {
            return null;
        }

        var heir = membership.Voters.Where(voter => voter.IsHealthy && voter.Name != member)
            .OrderBy(voter => next?.Contains(voter.Name) == true).ThenByDescending(voter => voter.AppliedIndex).FirstOrDefault();
        return heir is null ? null : new MoveLeader(heir.Id, heir.Name, member, $"leader {member} {because}");
    }
}
