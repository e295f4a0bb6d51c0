namespace Operon.Runtime;

/// <summary>A replica as its Lease shows it.</summary>
internal sealed record ShardMember(string LeaseName, string Layout, LeaderRecord Record);
