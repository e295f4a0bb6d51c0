using Microsoft.Extensions.Logging;

namespace Operon.Runtime;

/// <summary>What every part of a manager needs from its options.</summary>
internal sealed record ManagerSettings(
    TimeProvider Time, ILoggerFactory LoggerFactory, TimeSpan ResyncPeriod, bool StripManagedFields, TimeSpan ReadYourWritesTimeout)
{
    /// <summary>How caches work.</summary>
    public CachingOptions Caching { get; init; } = new();

    /// <summary>Name of the cluster in metrics; null for the manager's own.</summary>
    public string? Cluster { get; init; }
}
