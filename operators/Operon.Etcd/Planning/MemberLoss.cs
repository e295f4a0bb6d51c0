namespace Operon.Etcd.Planning;

/// <summary>Whether a member is lost for good, and why: only then it may be replaced.</summary>
/// <param name="Reason">What happened, for people.</param>
/// <param name="MayRepeat">False for failures that may well follow the next member too.</param>
internal sealed record MemberLoss(string Reason, bool MayRepeat = true)
{
    private static readonly TimeSpan _crashPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _lostNodePatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _endingPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _placePatience = TimeSpan.FromMinutes(1);

    /// <summary>Null while the member may come back by itself.</summary>
    public static MemberLoss? Of(EtcdDesired desired, EtcdObserved observed, MemberFacts member)
    {
        if (member.IsHealthy || !member.HasStarted)
        {
            return null;
        }

        var pod = observed.Pod(member.Name);
        if (!observed.Claims.Contains(member.Name) && pod is null or { IsFinished: true } or { IsDeleting: true } or { IsWaitingForClaim: true })
        {
            return new MemberLoss("its pod and its data are gone");
        }

        if (observed.Claim(member.Name) is { IsLost: true })
        {
            return new MemberLoss("the volume of its claim is gone");
        }

        return pod is null ? null : OfNode(observed, pod) ?? OfPlace(observed, pod) ?? OfCrashes(desired, observed, member, pod);
    }

    // A pod that ends on a lost node never gets away: its name stays taken, and its volume stays attached there.
    private static MemberLoss? OfNode(EtcdObserved observed, PodFacts pod)
    {
        if (pod.GoneBy is not { } goneBy)
        {
            return null;
        }

        var late = observed.Now - goneBy;
        return (pod.IsNodeLost == true && late >= _lostNodePatience) || late >= _endingPatience
            ? new MemberLoss(pod.IsNodeLost == true ? $"node {pod.Node} is lost" : $"its pod has been ending for {late.TotalMinutes:0} minutes on node {pod.Node}")
            : null;
    }

    private static MemberLoss? OfPlace(EtcdObserved observed, PodFacts pod) =>
        pod.UnschedulableSince is { } since
        && observed.Now - since >= _placePatience
        && observed.Claim(pod.Name) is { IsNodeGone: true }
            ? new MemberLoss("its volume is on a node that does not exist any more")
            : null;

    // Crashes with a version or options that nobody else runs are those of the spec, not of the member; unless the spec has moved on, and the member cannot,
    // because it has no claim to make its pod anew from.
    private static MemberLoss? OfCrashes(EtcdDesired desired, EtcdObserved observed, MemberFacts member, PodFacts pod) =>
        pod is { IsCrashLooping: true, IsDeleting: false, IsOutOfMemory: false }
        && (MemberPods.WorksElsewhere(observed, pod) || (MemberPods.IsOutdated(desired, pod) && !observed.Claims.Contains(pod.Name)))
        && member.UnhealthySince is { } since
        && observed.Now - since >= _crashPatience
            ? new MemberLoss($"its container crashes, which members with the same version and options do not{(pod.Problem is null ? "" : $" ({pod.Problem})")}", MayRepeat: false)
            : null;
}
