namespace Operon.Runtime;

/// <summary>
/// All replicas work, each on its share of the objects: keys are spread over shards, and each shard belongs to one replica at a time by a
/// <c>coordination.k8s.io/v1</c> Lease. docs/runtime/sharding.md says how they move.
/// </summary>
public sealed record ShardingOptions
{
    internal const int MostShards = 256;
    private const int LongestName = 63;

    /// <summary>Prefix of the names of the Leases, and their label <c>sharding.operon.dev/name</c>: lower-case letters, digits, dashes and dots, at most 63.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace of the Leases; null for the client's default namespace (the pod's own).</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// How many shards: the most replicas that can work at once; several times the replicas, so that their shares are alike. Default 16, at most 256. Replicas
    /// that say another number wait until those who work now are gone.
    /// </summary>
    public int Shards { get; init; } = 16;

    /// <summary>What decides to which shard a key belongs. Default <see cref="ShardBy.Object"/>.</summary>
    public ShardBy By { get; init; } = ShardBy.Object;

    /// <summary>Who this process is: unique among all that ever ran. Default: host name, underscore, a new uuid.</summary>
    public string Identity { get; init; } = $"{Environment.MachineName}_{Guid.NewGuid()}";

    /// <summary>How long others wait, after the last sign of life they saw, before they take a replica's shards. Default 15 s.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a replica tries to give a sign of life before it ends. Default 10 s; must be shorter than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between signs of life, and between looks at the shares. Default 2 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How writes of a replica that lost its shards are held back: <see cref="LeaderFencing.Deadline"/> (default) or <see cref="LeaderFencing.None"/>.
    /// </summary>
    public LeaderFencing Fencing { get; init; } = LeaderFencing.Deadline;

    /// <summary>The layout all replicas at work agree on, as a label value.</summary>
    internal string Layout => $"{Shards}-{(By == ShardBy.Object ? "objects" : "namespaces")}";

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Identity);
        if (Name.Length is 0 or > LongestName || !IsLetter(Name[0]) || !IsLetter(Name[^1]) || Name.Any(letter => !IsLetter(letter) && letter is not ('-' or '.')))
        {
            throw new ArgumentException($"Sharding.Name \"{Name}\" cannot be the beginning of a Lease's name and a label; use lower-case letters, digits and dashes, at most {LongestName}.");
        }

        if (Shards is < 1 or > MostShards)
        {
            throw new ArgumentException($"Sharding.Shards is {Shards}; use 1 to {MostShards}: a few times the number of replicas.");
        }

        if (Fencing is not (LeaderFencing.Deadline or LeaderFencing.None))
        {
            throw new ArgumentException("Sharding.Fencing can be Deadline or None: shards move back and forth, so a replica's stamp would be older than its successor's.");
        }

        Member("sharding").Validate();
    }

    private static bool IsLetter(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter);

    /// <summary>How a replica keeps its own Lease, the sign of life.</summary>
    internal LeaderElectionOptions Member(string leaseName) => new()
    {
        LeaseName = leaseName,
        Identity = Identity,
        LeaseDuration = LeaseDuration,
        RenewDeadline = RenewDeadline,
        RetryPeriod = RetryPeriod,
        Fencing = Fencing,
    };
}
