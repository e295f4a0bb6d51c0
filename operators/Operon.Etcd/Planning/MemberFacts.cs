namespace Operon.Etcd.Planning;

/// <summary>A member as etcd's member list and the member itself describe it.</summary>
internal sealed record MemberFacts
{
    public required ulong Id { get; init; }

    /// <summary>Pod name: the member's name, or the host of its peer URL while it has never started.</summary>
    public required string Name { get; init; }

    /// <summary>Where other members reach it, as etcd has it on record.</summary>
    public IReadOnlyList<string> PeerUrls { get; init; } = [];

    /// <summary>The member published its name: it has joined at least once, so its data directory counts (M10).</summary>
    public bool HasStarted { get; init; }

    public bool IsLearner { get; init; }

    public bool IsLeader { get; init; }

    /// <summary>It answered Status, knows a leader and reports no corruption.</summary>
    public bool IsHealthy { get; init; }

    /// <summary>Since when <see cref="IsHealthy"/> has held without a break; null while it does not.</summary>
    public DateTimeOffset? HealthySince { get; init; }

    /// <summary>Since when it has been unhealthy as far as this process knows; null while healthy.</summary>
    public DateTimeOffset? UnhealthySince { get; init; }

    /// <summary>Version the process itself reports; null when it did not answer.</summary>
    public EtcdVersion? ServerVersion { get; init; }

    /// <summary>Version of its data; null before 3.6 and when it did not answer.</summary>
    public EtcdVersion? StorageVersion { get; init; }

    public ulong AppliedIndex { get; init; }

    /// <summary>Null when it did not answer.</summary>
    public MemberFigures? Figures { get; init; }
}
