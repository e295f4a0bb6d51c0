namespace Operon.Etcd.Planning;

/// <summary>What the object asks for, in the planner's terms.</summary>
internal sealed record EtcdDesired
{
    public required int Size { get; init; }

    public required EtcdVersion Version { get; init; }

    public bool IsPaused { get; init; }

    /// <summary>No further member gets another version for now.</summary>
    public bool IsUpgradePaused { get; init; }

    /// <summary>Stands for everything in the spec that a pod is made from and that cannot be changed in place; null where it does not matter.</summary>
    public string? Config { get; init; }

    /// <summary>Image name without tag; null where it does not matter.</summary>
    public string? Repository { get; init; }

    /// <summary>New members get a claim each.</summary>
    public bool WantsClaims { get; init; }

    /// <summary>Bytes a claim has to ask for; null without claims.</summary>
    public decimal? StorageRequest { get; init; }

    /// <summary>Claims outlive the cluster object.</summary>
    public bool RetainsClaims { get; init; }

    /// <summary>How long one step may take before it is reported.</summary>
    public TimeSpan ProgressDeadline { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>Name for the first pod; the same each time it is asked for, so that a repeated creation meets itself.</summary>
    public required string SeedName { get; init; }

    /// <summary>Name for a member that does not exist yet. It is written down in etcd (as peer URL) before the pod is made.</summary>
    public required string NextName { get; init; }
}
