using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Everything a controller is made of.</summary>
internal sealed record ControllerDefinition<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    public required string Name { get; init; }

    /// <summary>The kind of the objects that are keys; null when keys are something else.</summary>
    public ResourceType? Type { get; init; }

    public required Func<ReconcileCall<TKey>, CancellationToken, Task<ReconcileResult>> Reconcile { get; init; }

    public required IReadOnlyList<ISource<TKey>> Sources { get; init; }

    public required ControllerOptions Options { get; init; }

    /// <summary>Whether there is still something behind the key; null when that cannot be told.</summary>
    public Func<TKey, bool>? Exists { get; init; }

    /// <summary>The shards of this replica; null when the controller works on all keys.</summary>
    public ShardMap? Shards { get; init; }

    public required WriteLog WriteLog { get; init; }

    public required ManagerSettings Settings { get; init; }
}
