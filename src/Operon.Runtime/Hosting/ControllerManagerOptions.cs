using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Operon.Runtime;

/// <summary>Options of a <see cref="ControllerManager"/>.</summary>
public sealed record ControllerManagerOptions
{
    /// <summary>Namespaces the caches watch; empty for all. Cluster-scoped kinds are always watched whole.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Leader election; null to lead at once.</summary>
    public LeaderElectionOptions? LeaderElection { get; init; }

    /// <summary>
    /// All replicas work, each on its share of the objects; null when one replica has all. Goes together with <see cref="LeaderElection"/>: that decides where
    /// runnables of the leader group and controllers that are not sharded run.
    /// </summary>
    public ShardingOptions? Sharding { get; init; }

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// How long a stop waits for reconciles and runnables. Default 30 s; <see cref="TimeSpan.Zero"/> does not wait,
    /// <see cref="Timeout.InfiniteTimeSpan"/> waits for ever. A lost lease ends the wait at once.
    /// </summary>
    public TimeSpan GracefulStopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What controllers do when their own description does not say.</summary>
    public ControllerDefaults Controllers { get; init; } = new();

    /// <summary>How often every cached object is handed to the controllers again, without asking the server. Default 10 h.</summary>
    public TimeSpan ResyncPeriod { get; init; } = TimeSpan.FromHours(10);

    /// <summary>Longest wait of a reconcile for the caches to show what was written before. Default 5 s.</summary>
    public TimeSpan ReadYourWritesTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Drop <c>metadata.managedFields</c> from cached objects: they are often half of the memory. Default true.</summary>
    public bool StripManagedFields { get; init; } = true;

    /// <summary>How the caches work: defaults of all and exceptions by kind.</summary>
    public CachingOptions Caching { get; init; } = new();

    internal void Validate()
    {
        LeaderElection?.Validate();
        Sharding?.Validate();
        Controllers.Validate();
        if (GracefulStopTimeout < TimeSpan.Zero && GracefulStopTimeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException($"GracefulStopTimeout is {GracefulStopTimeout}; use a positive time, zero, or Timeout.InfiniteTimeSpan to wait for ever.");
        }
    }
}
