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

    /// <summary>It was made with <c>--force-new-cluster</c>: only in a recovery, and only until the survivor is known to be good.</summary>
    public bool StartsOver { get; init; }

    /// <summary>The pod of a seed that would found a cluster if it started with an empty directory.</summary>
    public bool MayFound { get; init; }

    /// <summary>It cannot start: it mounts a claim that does not exist.</summary>
    public bool IsWaitingForClaim { get; init; }

    /// <summary>The kubelet finds it ready.</summary>
    public bool IsReady { get; init; }

    /// <summary>Image the pod asks for.</summary>
    public string? Image { get; init; }

    /// <summary>The container that runs, or ran last; null before the first.</summary>
    public string? ContainerId { get; init; }

    /// <summary>Its image was changed, and the kubelet has not ended the process that ran before.</summary>
    public bool IsToRestart { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public PodTls Tls { get; init; } = PodTls.Plain;

    /// <summary>Its last containers were ended for lack of memory: another member would fare no better.</summary>
    public bool IsOutOfMemory { get; init; }

    /// <summary>Why it does not run, in the words of the scheduler, the kubelet or the container itself; null while it does, or simply starts.</summary>
    public string? Problem { get; init; }

    /// <summary>Since when no node takes it; null when it has one, or is still being looked at.</summary>
    public DateTimeOffset? UnschedulableSince { get; init; }

    /// <summary>When a pod that is being deleted should be gone, its grace included.</summary>
    public DateTimeOffset? GoneBy { get; init; }

    /// <summary>Node it was placed on; null while it is placed nowhere.</summary>
    public string? Node { get; init; }

    /// <summary>The node's <c>topology.kubernetes.io/zone</c>; null when nodes cannot be read or have none.</summary>
    public string? Zone { get; init; }

    /// <summary>Its node is gone, or has not been ready for longer than pods tolerate. Null when nodes cannot be read.</summary>
    public bool? IsNodeLost { get; init; }

    /// <summary>The asked-for version starts with the command line and the probes it has.</summary>
    public bool FitsVersion { get; init; } = true;

    /// <summary>What of the spec it was made from; null when it was made by an operator that did not write that down.</summary>
    public AppliedSpec? Applied { get; init; }
}
