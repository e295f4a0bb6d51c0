namespace Operon.Etcd.Planning;

/// <summary>The restore a cluster was last asked for.</summary>
internal sealed record RestoreFacts
{
    /// <summary>Name of the EtcdRestore.</summary>
    public required string Name { get; init; }

    public required RestoreStage Stage { get; init; }
}

/// <summary>How far it is.</summary>
internal enum RestoreStage
{
    /// <summary>The cluster was made for a restore that has not begun: it must not begin empty.</summary>
    Awaited,

    /// <summary>Nothing of the old incarnation may stay.</summary>
    Stopping,

    /// <summary>The next seed is made from the backup.</summary>
    Seeding,

    /// <summary>The new incarnation has formed.</summary>
    Seeded,
}
