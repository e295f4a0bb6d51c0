namespace Operon.Etcd.Planning;

/// <summary>
/// Decides the one next step of a cluster. Pure: the same facts give the same action. The rules and their ids are those of
/// <c>docs/etcd/safety.md</c>; their order here is their precedence.
/// </summary>
internal static class EtcdPlanner
{
    /// <summary>etcd refuses a change unless its members have been connected for this long (M8).</summary>
    public static readonly TimeSpan StableTime = TimeSpan.FromSeconds(5);

    /// <summary>A leader election is no lost quorum: only after this long without one it is reported.</summary>
    public static readonly TimeSpan QuorumGrace = TimeSpan.FromSeconds(3);

    public static EtcdAction NextAction(EtcdDesired desired, EtcdObserved observed)
    {
        if (desired.IsPaused)
        {
            return new StayPaused(observed.HasFormed ? QuorumRules.Loss(observed) : null);
        }

        if (!observed.HasServices)
        {
            return new CreateServices();
        }

        if (observed.ForeignMembers.Count > 0)
        {
            return new ReportForeignMember(
                $"{string.Join(", ", observed.ForeignMembers)}: another cluster ID than the rest; find out which side holds the data before deleting anything");
        }

        if (!observed.HasFormed)
        {
            return SeedRules.Next(desired, observed);
        }

        return DataRules.Next(observed)
            ?? QuorumRules.Next(desired, observed)
            ?? WithQuorum(desired, observed, observed.Membership!);
    }

    private static EtcdAction WithQuorum(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.RecordedClusterId is null)
        {
            return new RecordClusterId(membership.ClusterId);
        }

        if (observed.RecordedClusterId != membership.ClusterId)
        {
            return new ReportForeignMember(
                $"etcd reports cluster ID {membership.ClusterId:x}, but {observed.RecordedClusterId:x} was recorded when the cluster was formed");
        }

        return LeftoverRules.Next(observed, membership)
            ?? OpenChangeRules.Next(desired, observed, membership)
            ?? SizeRules.Next(desired, observed, membership)
            ?? UpgradeRules.Next(desired, observed, membership)
            ?? new Settled();
    }
}
