namespace Operon.Etcd.Planning;

/// <summary>What the planner needs to know of a member pod.</summary>
internal sealed record PodFacts
{
    public required string Name { get; init; }

    public required EtcdVersion Version { get; init; }

    /// <summary>Deletion was asked for; the name is not free yet.</summary>
    public bool IsDeleting { get; init; }

    /// <summary>Phase Failed or Succeeded: the kubelet will not start its containers again.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The kubelet gave up restarting quickly, several times over.</summary>
    public bool IsCrashLooping { get; init; }

    /// <summary>It cannot start: it mounts a claim that does not exist.</summary>
    public bool IsWaitingForClaim { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public PodTls Tls { get; init; } = PodTls.Plain;

    /// <summary>Node it was placed on; null while it is placed nowhere.</summary>
    public string? Node { get; init; }

    /// <summary>Why it does not run, in the words of the scheduler or the kubelet; null while it does.</summary>
    public string? Problem { get; init; }
}
