namespace Operon.Etcd.Planning;

/// <summary>Replacements of members in a row.</summary>
/// <param name="Count">How many, <paramref name="Member"/> included.</param>
/// <param name="Member">The one replaced last.</param>
/// <param name="LastTime">When that began.</param>
/// <param name="NextTime">No other member is replaced before.</param>
internal sealed record RepairFacts(int Count, string Member, DateTimeOffset LastTime, DateTimeOffset NextTime);
