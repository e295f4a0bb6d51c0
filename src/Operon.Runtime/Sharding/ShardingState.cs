namespace Operon.Runtime;

/// <summary>What a replica has of the work, as it knows.</summary>
/// <param name="Shards">How many shards there are.</param>
/// <param name="Held">The shards whose keys this replica works on.</param>
/// <param name="Draining">Shards it lets go when their last reconciles have ended.</param>
/// <param name="Replicas">How many replicas share the work; 0 as long as it does not take part itself.</param>
public sealed record ShardingState(int Shards, IReadOnlyList<int> Held, IReadOnlyList<int> Draining, int Replicas);
