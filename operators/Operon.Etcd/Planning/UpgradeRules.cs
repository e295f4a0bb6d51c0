namespace Operon.Etcd.Planning;

/// <summary>One pod at a time, one minor version at a time, the leader last (U1, U2, U3).</summary>
internal static class UpgradeRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (Outdated(desired, observed).Count > 0)
        {
            return Roll(desired, observed, membership);
        }

        return membership.Members.FirstOrDefault(member => !member.IsHealthy) is { } unhealthy
            ? new Wait(MemberPods.Describe(observed, unhealthy, "is not healthy"), TimeSpan.FromSeconds(1))
            : null;
    }

    /// <summary>The next step of a change of version; null when every pod has it.</summary>
    public static EtcdAction? Roll(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        var outdated = Outdated(desired, observed);
        if (outdated.Count == 0)
        {
            return null;
        }

        if (Refusal(desired, observed, outdated) is { } refusal)
        {
            return new RefuseVersion(From(observed), desired.Version, refusal);
        }

        if (desired.IsUpgradePaused)
        {
            return new HoldUpgrade($"spec.upgrade.paused is true: {outdated.Count} of {observed.Pods.Count} members do not run {desired.Version} yet");
        }

        return Stability.Missing(observed, membership) ?? Upgrade(desired, observed, membership, outdated);
    }

    /// <summary>Comes before changes of size: they wait for a member that only this brings back.</summary>
    public static EtcdAction? Mend(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) => Mend(desired, observed);

    /// <summary>
    /// A member that is down anyway loses nothing by a new image, and may need it to come up: the way out of a version that does not
    /// start, with or without quorum.
    /// </summary>
    public static EtcdAction? Mend(EtcdDesired desired, EtcdObserved observed)
    {
        var outdated = Outdated(desired, observed);
        var pod = outdated.FirstOrDefault(pod => !pod.IsDeleting && MemberPods.IsDown(observed, pod));
        return pod is null || Refusal(desired, observed, [pod]) is not null
            ? null
            : Change(desired, observed, pod, $"member {pod.Name} is down and runs {pod.Version}, spec.version is {desired.Version}");
    }

    /// <summary>The version a change starts from.</summary>
    public static EtcdVersion From(EtcdObserved observed) => observed.CurrentVersion ?? MemberPods.LowestVersion(observed) ?? EtcdVersion.Default;

    private static string? Refusal(EtcdDesired desired, EtcdObserved observed, IReadOnlyList<PodFacts> outdated)
    {
        var from = From(observed);
        if (VersionStep.Refusal(observed, from, desired.Version) is { } refusal)
        {
            return refusal;
        }

        if (VersionStep.IsDowngrade(from, desired.Version) && !DowngradeRules.IsPrepared(desired, observed.Membership))
        {
            return $"spec.version {desired.Version}: etcd has not prepared the downgrade from {from} yet";
        }

        return outdated.FirstOrDefault(pod => !pod.FitsVersion && !observed.Claims.Contains(pod.Name)) is { } stuck
            ? $"spec.version {desired.Version}: flags of {stuck.Name} have other names there, and without a claim it cannot be made anew with its data; take the options that differ out of spec.options, change the version, then set them again"
            : null;
    }

    private static EtcdAction Upgrade(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership, List<PodFacts> outdated)
    {
        var next = outdated
            .OrderBy(pod => membership.Find(pod.Name) is { IsLeader: true })
            .ThenBy(pod => pod.Name, StringComparer.Ordinal)
            .First();
        return LeaderRules.HandOver(membership, next.Name, $"is about to restart with version {desired.Version}", [.. outdated.Select(pod => pod.Name)])
            ?? (EtcdAction)Change(desired, observed, next, $"spec.version is {desired.Version}");
    }

    // With a claim the pod can take up changed options in the same restart.
    private static UpgradePod Change(EtcdDesired desired, EtcdObserved observed, PodFacts pod, string reason) => new(
        pod.Name,
        pod.Version,
        desired.Version,
        reason,
        IsInPlace: pod.FitsVersion && (!observed.Claims.Contains(pod.Name) || !MemberPods.IsOutdated(desired, pod)));

    private static List<PodFacts> Outdated(EtcdDesired desired, EtcdObserved observed) =>
        observed.Pods.Where(pod => pod.Version != desired.Version && IsVoter(observed, pod)).ToList();

    // Without a member list every pod may be one's; with one, what it does not list is on its way out.
    private static bool IsVoter(EtcdObserved observed, PodFacts pod) => observed.Membership is null || observed.Membership.Find(pod.Name) is { IsLearner: false };
}
