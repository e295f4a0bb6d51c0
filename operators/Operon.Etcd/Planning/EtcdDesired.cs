namespace Operon.Etcd.Planning;

/// <summary>What the object asks for, in the planner's terms.</summary>
internal sealed record EtcdDesired
{
    public required int Size { get; init; }

    public required EtcdVersion Version { get; init; }

    public bool IsPaused { get; init; }

    /// <summary>Name for the first pod; the same each time it is asked for, so that a repeated creation meets itself.</summary>
    public required string SeedName { get; init; }

    /// <summary>Name for a member that does not exist yet. It is written down in etcd (as peer URL) before the pod is made.</summary>
    public required string NextName { get; init; }
}
