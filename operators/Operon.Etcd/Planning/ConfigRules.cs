namespace Operon.Etcd.Planning;

/// <summary>
/// Options and pod fields reach the members that run: labels and annotations in place, an image name by a restart in place, everything else by
/// a new pod on the same claim; one member at a time, the leader last. Members without a claim are made anew by <see cref="SizeRules"/>.
/// </summary>
internal static class ConfigRules
{
    /// <summary>What touches no process and so waits for nobody.</summary>
    public static EtcdAction? InPlace(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership)
    {
        if (desired.Config is null)
        {
            return null;
        }

        var pod = observed.Pods.FirstOrDefault(pod => !pod.IsDeleting && membership.Find(pod.Name) is not null && pod.Applied is null or { HasMetadata: false });
        return pod is null ? null : new PatchPod(
            pod.Name,
            pod.Applied is null ? $"pod {pod.Name} does not say what it was made from; it is taken as it is" : $"labels or annotations of pod {pod.Name} differ from spec.pod");
    }

    /// <summary>A member that is down loses nothing by a new pod, and may need it to come up: the way out of an option that does not work.</summary>
    public static EtcdAction? Mend(EtcdDesired desired, EtcdObserved observed)
    {
        var pod = observed.Pods.FirstOrDefault(pod => !pod.IsDeleting && MemberPods.IsOutdated(desired, pod) && KeepsData(observed, pod) && MemberPods.IsDown(observed, pod));
        if (pod is not null)
        {
            return new RecreatePod(pod.Name, $"member {pod.Name} is down and runs with older options than those of the spec");
        }

        var misplaced = observed.Pods.FirstOrDefault(pod => !pod.IsDeleting && IsFromElsewhere(desired, pod) && IsMember(observed, pod) && MemberPods.IsDown(observed, pod));
        return misplaced is null
            ? null
            : new UpgradePod(misplaced.Name, misplaced.Version, misplaced.Version, $"member {misplaced.Name} is down and its image is not from spec.repository");
    }

    /// <summary>A pod that was told another version is made anew before the next one is told.</summary>
    public static EtcdAction? Pending(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) =>
        Roll(desired, observed, membership, MemberPods.IsAhead);

    public static EtcdAction? Roll(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership) =>
        Roll(desired, observed, membership, pod => IsFromElsewhere(desired, pod) || NeedsNewPod(desired, observed, pod));

    private static EtcdAction? Roll(EtcdDesired desired, EtcdObserved observed, MembershipFacts membership, Func<PodFacts, bool> isAffected)
    {
        var affected = observed.Pods.Where(pod => !pod.IsDeleting && membership.Find(pod.Name) is { IsLearner: false } && isAffected(pod)).ToList();
        var next = affected
            .OrderBy(pod => membership.Find(pod.Name)!.IsLeader)
            .ThenBy(pod => pod.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        if (next is null)
        {
            return null;
        }

        if (Stability.Missing(observed, membership) is { } wait)
        {
            return wait;
        }

        if (LeaderRules.HandOver(membership, next.Name, "is about to restart with what the spec asks for", [.. affected.Select(pod => pod.Name)]) is { } handOver)
        {
            return handOver;
        }

        return NeedsNewPod(desired, observed, next)
            ? new RecreatePod(next.Name, "options or pod fields have changed")
            : new UpgradePod(next.Name, next.Version, next.Version, $"spec.repository is {desired.Repository}");
    }

    // A claim that is being deleted would go with the pod.
    private static bool KeepsData(EtcdObserved observed, PodFacts pod) =>
        observed.Claims.Contains(pod.Name) || observed.Membership?.Find(pod.Name) is { HasStarted: false };

    private static bool IsMember(EtcdObserved observed, PodFacts pod) => observed.Membership is null || observed.Membership.Find(pod.Name) is not null;

    private static bool NeedsNewPod(EtcdDesired desired, EtcdObserved observed, PodFacts pod) =>
        observed.Claims.Contains(pod.Name) && MemberPods.IsOutdated(desired, pod);

    private static bool IsFromElsewhere(EtcdDesired desired, PodFacts pod) =>
        desired.Repository is { } repository && pod.Applied is { Repository.Length: > 0 } applied && applied.Repository != repository;
}
