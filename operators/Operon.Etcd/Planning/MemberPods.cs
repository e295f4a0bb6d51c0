namespace Operon.Etcd.Planning;

/// <summary>Questions about the pod behind a member.</summary>
internal static class MemberPods
{
    private static readonly TimeSpan CrashLoopPatience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The member's data is gone for good: its pod is gone (or ending without an answer) and no claim holds its directory; or it
    /// has done nothing but crash for minutes with the version that works elsewhere.
    /// </summary>
    public static bool IsDead(EtcdObserved observed, MemberFacts member)
    {
        if (member.IsHealthy || !member.HasStarted)
        {
            return false;
        }

        var pod = observed.Pod(member.Name);
        if (!observed.Claims.Contains(member.Name) && pod is null or { IsFinished: true } or { IsDeleting: true } or { IsWaitingForClaim: true })
        {
            return true;
        }

        return pod is { IsCrashLooping: true, IsDeleting: false }
            && Works(observed, pod.Version)
            && member.UnhealthySince is { } since
            && observed.Now - since >= CrashLoopPatience;
    }

    // A version that no member serves with may itself be what crashes: replacing members would only lose more of them.
    private static bool Works(EtcdObserved observed, EtcdVersion version) =>
        version == observed.CurrentVersion
        || observed.Pods.Any(pod => pod.Version == version && observed.Membership?.Find(pod.Name) is { IsHealthy: true });

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
}
