namespace Operon.Runtime;

/// <summary>How replicas agree on the one that works, by a <c>coordination.k8s.io/v1</c> Lease.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>Name of the Lease.</summary>
    public required string LeaseName { get; init; }

    /// <summary>Namespace of the Lease; null for the client's default namespace (the pod's own).</summary>
    public string? LeaseNamespace { get; init; }

    /// <summary>Labels of the Lease, added whenever it is written.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Replaces the Lease by another lock; <see cref="LeaseName"/> then only names metrics.</summary>
    public ILeaderLock? Lock { get; init; }

    /// <summary>Who this process is: unique among all that ever ran. Default: host name, underscore, a new uuid.</summary>
    public string Identity { get; init; } = $"{Environment.MachineName}_{Guid.NewGuid()}";

    /// <summary>How long others wait after the last renewal they saw. Default 15 s. The Lease holds whole seconds, rounded up.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it gives up. Default 10 s; must be shorter than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between tries. Default 2 s; waiting replicas add up to 1.2 times of it as jitter.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Let the lease go on a graceful stop, so that the next replica starts at once. Default true. It is let go only when everything that ran under it has
    /// ended; switch it off when the process goes on working after <see cref="ControllerManager.RunAsync"/> by other means than the manager.
    /// </summary>
    public bool ReleaseOnStop { get; init; } = true;

    /// <summary>How writes of a former leader are held back. Default <see cref="LeaderFencing.Deadline"/>.</summary>
    public LeaderFencing Fencing { get; init; } = LeaderFencing.Deadline;

    /// <summary>How much later than <see cref="LeaseDuration"/> a renewal may be before the check <c>leader-election</c> of <c>/healthz</c> fails. Default 20 s.</summary>
    public TimeSpan WatchdogTolerance { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Called with the identity of every new leader this replica sees, itself included. Must be quick.</summary>
    public Action<string>? LeaderChanged { get; init; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(LeaseName);
        ArgumentException.ThrowIfNullOrEmpty(Identity);
        if (LeaseDuration < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentException($"LeaseDuration ({LeaseDuration}) must be at least a second: a Lease holds whole seconds.");
        }

        if (LeaseDuration <= RenewDeadline)
        {
            throw new ArgumentException($"LeaseDuration ({LeaseDuration}) must be longer than RenewDeadline ({RenewDeadline}): else two replicas may both believe they lead.");
        }

        if (RetryPeriod <= TimeSpan.Zero)
        {
            throw new ArgumentException($"RetryPeriod ({RetryPeriod}) must be longer than zero: it is the pause between requests.");
        }

        if (RenewDeadline <= RetryPeriod * 1.2)
        {
            throw new ArgumentException($"RenewDeadline ({RenewDeadline}) must be longer than 1.2 times RetryPeriod ({RetryPeriod}): else one slow try loses the lease.");
        }
    }
}
