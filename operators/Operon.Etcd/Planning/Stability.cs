namespace Operon.Etcd.Planning;

/// <summary>Whether the cluster is quiet enough for a step that could hurt it (M1, M8, U2).</summary>
internal static class Stability
{
    // A member that restarts is worth waiting for; one that is down for longer must not keep the others from being healed.
    private static readonly TimeSpan _restartTime = TimeSpan.FromSeconds(30);

    /// <summary>Null when every voter has been healthy long enough and no pod is going away; else what to wait for.</summary>
    public static Wait? Missing(EtcdObserved observed, MembershipFacts membership)
    {
        if (membership.Members.FirstOrDefault(member => !member.IsHealthy) is { } unhealthy)
        {
            return new Wait(MemberPods.Describe(observed, unhealthy, "is not healthy"), TimeSpan.FromSeconds(1));
        }

        return Ending(observed, membership.Members) ?? Recent(observed, membership.Members);
    }

    /// <summary>
    /// Null when etcd accepts a new member: all voters have been connected long enough or, where the server counts (M7, M8), a majority of the
    /// cluster to come.
    /// </summary>
    public static Wait? MissingForNewcomer(EtcdObserved observed, MembershipFacts membership)
    {
        var up = membership.Members.Where(member => member.IsHealthy).ToList();
        var down = membership.Members.Where(member => !member.IsHealthy).ToList();
        var mayCount = up.Count >= Quorum.Of(membership.Voters.Count() + 1)
            && membership.Leader is { ServerVersion: { } version } && CountsConnected(version)
            && down.All(member => member.UnhealthySince is { } since && observed.Now - since >= _restartTime);
        return down.Count == 0 || !mayCount ? Missing(observed, membership) : Ending(observed, up) ?? Recent(observed, up);
    }

    // Before these versions an add needs every voter to be connected.
    private static bool CountsConnected(EtcdVersion version) =>
        version >= new EtcdVersion(3, 6, 11) || (version.IsSameMinor(new EtcdVersion(3, 5, 0)) && version >= new EtcdVersion(3, 5, 30));

    // What a member answers now says nothing when its process is about to end: the kubelet takes its time.
    private static Wait? Ending(EtcdObserved observed, IReadOnlyList<MemberFacts> members) =>
        observed.Pods.FirstOrDefault(pod => (pod.IsDeleting || pod.IsToRestart) && members.Any(member => member.Name == pod.Name)) is { } leaving
            ? new Wait(leaving.IsDeleting ? $"pod {leaving.Name} is going away" : $"pod {leaving.Name} has not been restarted yet", TimeSpan.FromSeconds(1))
            : null;

    private static Wait? Recent(EtcdObserved observed, IReadOnlyList<MemberFacts> members)
    {
        // A single member has nobody to be connected to.
        if (members.Count <= 1)
        {
            return null;
        }

        var since = members.Max(member => member.HealthySince ?? observed.Now);
        var left = EtcdPlanner.StableTime - (observed.Now - since);
        return left > TimeSpan.Zero
            ? new Wait($"all members have to be healthy for {EtcdPlanner.StableTime.TotalSeconds:0} s", left)
            : null;
    }
}
