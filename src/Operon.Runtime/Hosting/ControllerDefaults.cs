using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>What controllers of a manager do when their own description does not say.</summary>
public sealed record ControllerDefaults
{
    /// <summary>How many keys a controller works on at the same time. Default 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Concurrency of the controllers of a kind, by <c>Kind.group</c> (<c>Deployment.apps</c>, <c>Pod</c>). Wins over <see cref="Concurrency"/>.</summary>
    public IReadOnlyDictionary<string, int> ConcurrencyByKind { get; init; } = new Dictionary<string, int>();

    /// <summary>Longest time of a reconcile. Default: no limit.</summary>
    public TimeSpan? ReconcileTimeout { get; init; }

    /// <summary>Whether controllers run on the leader only. Default true.</summary>
    public bool NeedsLeaderElection { get; init; } = true;

    internal int ConcurrencyOf(ResourceType type) =>
        ConcurrencyByKind.TryGetValue(type.Group.Length == 0 ? type.Kind : $"{type.Kind}.{type.Group}", out var workers) ? workers : Concurrency;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Concurrency, 1);
        foreach (var (kind, workers) in ConcurrencyByKind)
        {
            if (workers < 1)
            {
                throw new ArgumentException($"ConcurrencyByKind of {kind} is {workers}; a controller needs at least one worker.");
            }
        }
    }
}
