namespace Operon.Runtime;

/// <summary>The Leases of a sharding; a shard nobody has taken yet has none.</summary>
internal sealed record ShardLeaseList(IReadOnlyList<ShardMember> Members, IReadOnlyList<LeaderRecord?> Shards);
