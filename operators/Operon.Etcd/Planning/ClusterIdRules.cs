namespace Operon.Etcd.Planning;

/// <summary>The cluster ID is written down before anything grows (B2); members that disagree about it are an incident for people (M15).</summary>
internal static class ClusterIdRules
{
    public static EtcdAction? Foreign(EtcdDesired desired, EtcdObserved observed) => observed.ForeignMembers.Count == 0
        ? null
        : new ReportForeignMember(
            $"{string.Join(", ", observed.ForeignMembers)}: another cluster ID than the rest; find out which side holds the data before deleting anything");

    /// <summary>A seed that loses its directory must not found a second cluster under the same ID (B2, M10).</summary>
    public static EtcdAction? Sealed(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) =>
        observed.Pods.FirstOrDefault(pod => pod is { MayFound: true, IsDeleting: false }) is { } seed ? new SealSeed(seed.Name) : null;

    public static EtcdAction? Recorded(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (observed.RecordedClusterId is not { } recorded)
        {
            return new RecordClusterId(membership.ClusterId);
        }

        return recorded == membership.ClusterId
            ? null
            : new ReportForeignMember($"etcd reports cluster ID {membership.ClusterId:x}, but {recorded:x} was recorded when the cluster was formed");
    }
}
