namespace Operon.Etcd.Planning;

/// <summary>Without a confirmed quorum nothing about the membership is touched (D1); the truth is reported instead.</summary>
internal static class QuorumRules
{
    public static EtcdAction? Next(EtcdDesired desired, EtcdObserved observed)
    {
        if (observed.Membership is { IsConfirmed: true })
        {
            return null;
        }

        if (UpgradeRules.Mend(desired, observed) is { } mend)
        {
            return mend;
        }

        return (EtcdAction?)Loss(observed) ?? new Wait("no quorum at the moment; members may be electing a leader", TimeSpan.FromSeconds(1));
    }

    /// <summary>What to report when the quorum has been gone for longer than an election takes; else null.</summary>
    public static ReportQuorumLost? Loss(EtcdObserved observed)
    {
        if (observed.UnconfirmedSince is not { } since || observed.Now - since < EtcdPlanner.QuorumGrace)
        {
            return null;
        }

        var voters = observed.Membership?.Voters.Count() ?? observed.LastKnownMembers.Count;
        var healthy = observed.Membership?.Voters.Count(member => member.IsHealthy) ?? 0;
        return new ReportQuorumLost(
            healthy,
            voters,
            $"{healthy} of {voters} voters are healthy, {Quorum.Of(voters)} are needed; {PodSummary(observed)}. Membership is left alone until they return; "
            + (observed.Claims.Count > 0
                ? $"if their data is gone for good, annotate the object with {RecoveryRequest.Annotation}=auto to start over from the member that is furthest, or restore from a backup"
                : "if their data is gone for good, restore from a backup"));
    }

    private static string PodSummary(EtcdObserved observed)
    {
        var missing = observed.LastKnownMembers.Where(member => observed.Pod(member.Name) is null).Select(member => member.Name).ToList();
        return missing.Count == 0 ? "all pods exist" : $"pods gone: {string.Join(", ", missing)}";
    }
}
