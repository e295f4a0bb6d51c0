namespace Operon.Runtime;

/// <summary>How replicas agree on the one that works, by a <c>coordination.k8s.io/v1</c> Lease.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>Name of the Lease.</summary>
    public required string LeaseName { get; init; }

    /// <summary>Namespace of the Lease; null for the client's default namespace (the pod's own).</summary>
    public string? LeaseNamespace { get; init; }

    /// <summary>Who this replica is. Default: host name, underscore, a new uuid.</summary>
    public string Identity { get; init; } = $"{Environment.MachineName}_{Guid.NewGuid()}";

    /// <summary>How long others wait after the last renewal they saw. Default 15 s.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it gives up. Default 10 s; must be shorter than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between tries. Default 2 s; waiting replicas add up to 1.2 times of it as jitter.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Let the lease go on a graceful stop, so that the next replica starts at once. Default true: the process ends after the manager.</summary>
    public bool ReleaseOnStop { get; init; } = true;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(LeaseName);
        ArgumentException.ThrowIfNullOrEmpty(Identity);
        if (LeaseDuration <= RenewDeadline)
        {
            throw new ArgumentException($"LeaseDuration ({LeaseDuration}) must be longer than RenewDeadline ({RenewDeadline}): else two replicas may both believe they lead.");
        }

        if (RenewDeadline <= RetryPeriod * 1.2)
        {
            throw new ArgumentException($"RenewDeadline ({RenewDeadline}) must be longer than 1.2 times RetryPeriod ({RetryPeriod}): else one slow try loses the lease.");
        }
    }
}
