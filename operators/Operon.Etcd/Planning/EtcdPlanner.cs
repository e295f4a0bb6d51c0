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

    // These need no quorum. The last of them answers whenever there is none.
    private static readonly Func<EtcdDesired, EtcdObserved, EtcdAction?>[] _always =
    [
        PauseRules.Next,
        ServiceRules.Next,
        RestoreRules.Next,
        ClusterIdRules.Foreign,
        SupportRules.Next,
        CertificateRules.Next,
        SeedRules.Next,
        FencingRules.Next,
        HibernationRules.Next,
        PeerListenerRules.Next,
        DataRules.Next,
        RecoveryRules.Begin,
        ConfigRules.Mend,
        QuorumRules.Next,
    ];

    // These read a confirmed member list.
    private static readonly Func<EtcdDesired, EtcdObserved, MembershipFacts, EtcdAction?>[] _withQuorum =
    [
        ClusterIdRules.Recorded,
        ClusterIdRules.Sealed,
        LeftoverRules.Next,
        OpenChangeRules.Next,
        CorruptionRules.Next,
        ClaimRules.Next,
        ConfigRules.InPlace,
        DowngradeRules.Next,
        UpgradeRules.Mend,
        LeaderTransferRules.Next,
        SizeRules.Next,
        RecoveryRules.Finish,
        SpaceRules.Next,
        DefragmentationRules.Next,
        TlsRules.Next,
        ConfigRules.Pending,
        UpgradeBackupRules.Next,
        UpgradeRules.Next,
        ConfigRules.Roll,
        AuthRules.Next,
        SpaceRules.AfterRoll,
    ];

    public static EtcdAction NextAction(EtcdDesired desired, EtcdObserved observed)
    {
        foreach (var rule in _always)
        {
            if (rule(desired, observed) is { } action)
            {
                return action;
            }
        }

        foreach (var rule in _withQuorum)
        {
            if (rule(desired, observed, observed.Membership!) is { } action)
            {
                return action;
            }
        }

        return new Settled();
    }
}
