namespace Operon.Etcd.Planning;

/// <summary>Questions about the pod behind a member.</summary>
internal static class MemberPods
{
    private static readonly TimeSpan _downTime = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The pod has to be made anew, and its member with it: it was made from an older spec, or its claim is being deleted, and it has no
    /// other place to keep its data.
    /// </summary>
    public static bool NeedsNewMember(EtcdDesired desired, EtcdObserved observed, PodFacts pod) =>
        observed.Claim(pod.Name) is { IsDeleting: true } || (!observed.Claims.Contains(pod.Name) && (IsOutdated(desired, pod) || TlsRules.IsOutdated(observed, pod) || desired.WantsClaims));

    /// <summary>Made from other options or pod fields than those of the spec. A pod that does not say is taken as it is.</summary>
    public static bool IsOutdated(EtcdDesired desired, PodFacts pod) =>
        pod.Applied is { } applied
        && ((desired.Config is { } config && applied.Config.Length > 0 && applied.Config != config) || IsAhead(pod));

    /// <summary>Its version was changed, its image not: it has to be made anew for that version.</summary>
    public static bool IsAhead(PodFacts pod) => pod.Applied is { Image: { } image } && image != pod.Version;

    /// <summary>
    /// Version for a pod that is made now: what the member ran before, else the lowest version that runs, so that a data directory
    /// never meets a server it is too new for (B4) and a refused version never spreads.
    /// </summary>
    public static EtcdVersion VersionFor(EtcdObserved observed, string name)
    {
        if (observed.LastKnownMembers.FirstOrDefault(member => member.Name == name)?.PodVersion is { } known)
        {
            return known;
        }

        return LowestVersion(observed) ?? observed.CurrentVersion ?? EtcdVersion.Default;
    }

    /// <summary>The lowest version among pods of healthy members, or of all pods when no member is healthy.</summary>
    public static EtcdVersion? LowestVersion(EtcdObserved observed)
    {
        var healthy = observed.Pods.Where(pod => observed.Membership?.Find(pod.Name) is { IsHealthy: true }).ToList();
        var pods = healthy.Count > 0 ? healthy : observed.Pods;
        return pods.Count == 0 ? null : pods.Select(pod => pod.Version).Min();
    }

    /// <summary>
    /// The pod's version and options are known to work: a healthy member runs them, or the cluster did when it was last complete.
    /// What no member serves with may itself be what crashes; replacing members would only lose more of them.
    /// </summary>
    public static bool WorksElsewhere(EtcdObserved observed, PodFacts pod)
    {
        var healthy = observed.Pods.Where(other => other.Name != pod.Name && observed.Membership?.Find(other.Name) is { IsHealthy: true }).ToList();
        return (pod.Version == observed.CurrentVersion || healthy.Any(other => other.Version == pod.Version))
            && ((pod.Applied is { } applied && applied.Config == observed.CurrentConfig) || healthy.Any(other => other.Applied?.Config == pod.Applied?.Config));
    }

    /// <summary>
    /// Neither the operator nor the kubelet has reached the member for a while. One missed answer is not "down", nor is a member only the operator cannot
    /// reach: restarting it beside another one would cost the quorum.
    /// </summary>
    public static bool IsDown(EtcdObserved observed, PodFacts pod)
    {
        var member = observed.Membership?.Find(pod.Name);
        var since = observed.Membership is null ? observed.UnconfirmedSince : member?.UnhealthySince;

        // One that answers but knows no leader serves again as soon as there is one: it is not down either.
        return !pod.IsReady && member is null or { IsHealthy: false, ServerVersion: null } && since is { } start && observed.Now - start >= _downTime;
    }

    /// <summary>A sentence about a member that is not as it should be, with what its pod says.</summary>
    public static string Describe(EtcdObserved observed, MemberFacts member, string state)
    {
        var subject = $"{(member.IsLearner ? "learner" : "member")} {member.Name} {state}";
        return observed.Pod(member.Name)?.Problem is { } problem ? $"{subject}: {problem}" : subject;
    }
}
