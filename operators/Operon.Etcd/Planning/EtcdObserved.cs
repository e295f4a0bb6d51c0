namespace Operon.Etcd.Planning;

/// <summary>What is there: pods and claims of the API server, members of etcd itself.</summary>
internal sealed record EtcdObserved
{
    public required DateTimeOffset Now { get; init; }

    public bool HasServices { get; init; }

    /// <summary>Cluster ID written in status; null while the cluster has never been formed.</summary>
    public ulong? RecordedClusterId { get; init; }

    /// <summary>The cluster has served before, whether or not its ID was written down: no second seed may ever start (B2).</summary>
    public bool HasFormed { get; init; }

    /// <summary>Version all members ran when the cluster was last complete; null before that.</summary>
    public EtcdVersion? CurrentVersion { get; init; }

    /// <summary>What <see cref="EtcdDesired.Config"/> was when the cluster was last complete; null before that.</summary>
    public string? CurrentConfig { get; init; }

    public IReadOnlyList<PodFacts> Pods { get; init; } = [];

    /// <summary>Names of the data claims; each is named like its pod.</summary>
    public IReadOnlySet<string> Claims { get; init; } = new HashSet<string>();

    /// <summary>More about each claim, those included that are being deleted.</summary>
    public IReadOnlyList<ClaimFacts> ClaimDetails { get; init; } = [];

    /// <summary>Claims that an earlier cluster of this name has left behind; nothing uses them.</summary>
    public IReadOnlyList<string> RetainedClaims { get; init; } = [];

    /// <summary>Replacements of members in a row; null after a quiet time.</summary>
    public RepairFacts? Repairs { get; init; }

    public IReadOnlyList<KnownMember> LastKnownMembers { get; init; } = [];

    /// <summary>Null when no member answers.</summary>
    public MembershipFacts? Membership { get; init; }

    /// <summary>Since when <see cref="Membership"/> has not been confirmed; null while it is.</summary>
    public DateTimeOffset? UnconfirmedSince { get; init; }

    /// <summary>A member answered with another cluster ID than the others (M15); empty when all agree.</summary>
    public IReadOnlyList<string> ForeignMembers { get; init; } = [];

    /// <summary>The restore the cluster was last asked for; null when there was none.</summary>
    public RestoreFacts? Restore { get; init; }

    /// <summary>Null when nothing was read about a recovery.</summary>
    public RecoveryFacts? Recovery { get; init; }

    /// <summary>Null when nothing was read about maintenance.</summary>
    public MaintenanceFacts? Maintenance { get; init; }

    /// <summary>Null when nothing is known about certificates: they are left alone.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>Null when nothing is known about the objects around the cluster: they are left alone.</summary>
    public SupportFacts? Support { get; init; }

    /// <summary>Null on clusters that never had <c>spec.auth</c>.</summary>
    public AuthFacts? Auth { get; init; }

    /// <summary>A wish for another leader that waits for its answer; null for none.</summary>
    public LeaderTransferFacts? LeaderTransfer { get; init; }

    /// <summary>The backup that comes before a change of version; null when none is asked for or no change is.</summary>
    public UpgradeBackupFacts? UpgradeBackup { get; init; }

    public ClaimFacts? Claim(string name) => ClaimDetails.FirstOrDefault(claim => claim.Name == name);

    public PodFacts? Pod(string name) => Pods.FirstOrDefault(pod => pod.Name == name);
}
