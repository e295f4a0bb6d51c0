namespace Operon.Etcd.Planning;

/// <summary>One pod at a time, one minor version at a time, the leader last (U1, U2, U3).</summary>
internal static class UpgradeRules
{
    private static readonly TimeSpan DownTime = TimeSpan.FromSeconds(15);

    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        var outdated = Outdated(desired, observed);
        if (outdated.Count > 0)
        {
            var from = From(observed);
            return VersionStep.Refusal(from, desired.Version) is { } refusal
                ? new RefuseVersion(from, desired.Version, refusal)
                : Stability.Missing(observed, membership) ?? Upgrade(desired, observed, membership, outdated);
        }

        return membership.Members.FirstOrDefault(member => !member.IsHealthy) is { } unhealthy
            ? new Wait($"member {unhealthy.Name} is not healthy", TimeSpan.FromSeconds(1))
            : null;
    }

    /// <summary>Comes before changes of size: they wait for a member that only this brings back.</summary>
    public static EtcdAction? Mend(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) => MendDownMember(desired, observed);

    /// <summary>
    /// A member that is down anyway loses nothing by a new image, and may need it to come up: the way out of a version that does not
    /// start, with or without quorum.
    /// </summary>
    public static EtcdAction? MendDownMember(EtcdDesired desired, EtcdObserved observed)
    {
        if (VersionStep.Refusal(From(observed), desired.Version) is not null)
        {
            return null;
        }

        var pod = Outdated(desired, observed).FirstOrDefault(pod => !pod.IsDeleting && IsDown(observed, pod));
        return pod is null
            ? null
            : new UpgradePod(pod.Name, pod.Version, desired.Version, $"member {pod.Name} is down and runs {pod.Version}, spec.version is {desired.Version}");
    }

    // One missed answer is not "down": restarting such a member while another one restarts would cost the quorum.
    private static bool IsDown(EtcdObserved observed, PodFacts pod)
    {
        var member = observed.Membership?.Find(pod.Name);
        var since = observed.Membership is null ? observed.UnconfirmedSince : member?.UnhealthySince;

        // One that answers but knows no leader serves again as soon as there is one: it is not down either.
        return member is null or { IsHealthy: false, ServerVersion: null } && since is { } start && observed.Now - start >= DownTime;
    }

    private static EtcdAction Upgrade(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership, List<PodFacts> outdated)
    {
        var next = outdated
            .OrderBy(pod => membership.Find(pod.Name)!.IsLeader)
            .ThenBy(pod => pod.Name, StringComparer.Ordinal)
            .First();
        if (membership.Find(next.Name) is { IsLeader: true, ServerVersion: { SupportsMoveLeader: true } } && membership.Voters.Count() > 1)
        {
            var heir = membership.Voters.OrderByDescending(voter => voter.AppliedIndex).First(voter => voter.Name != next.Name);
            return new MoveLeader(heir.Id, heir.Name, next.Name, $"leader {next.Name} is about to restart with version {desired.Version}");
        }

        return new UpgradePod(next.Name, next.Version, desired.Version, $"spec.version is {desired.Version}");
    }

    private static List<PodFacts> Outdated(EtcdDesired desired, EtcdObserved observed) =>
        observed.Pods.Where(pod => pod.Version != desired.Version && IsVoter(observed, pod)).ToList();

    // Without a member list every pod may be one's; with one, what it does not list is on its way out.
    private static bool IsVoter(EtcdObserved observed, PodFacts pod) => observed.Membership is null || observed.Membership.Find(pod.Name) is { IsLearner: false };

    private static EtcdVersion From(EtcdObserved observed) =>
        observed.CurrentVersion ?? MemberPods.LowestVersion(observed) ?? EtcdVersion.Default;
}
