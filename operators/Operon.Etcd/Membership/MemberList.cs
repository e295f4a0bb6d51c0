namespace Operon.Etcd.Membership;

/// <summary>The member list one member gave, and whether a linearizable read before it proved that it misses nothing.</summary>
internal sealed record MemberList(ulong ClusterId, IReadOnlyList<ListedMember> Members, bool IsConfirmed, bool IsAuthEnabled = false);
