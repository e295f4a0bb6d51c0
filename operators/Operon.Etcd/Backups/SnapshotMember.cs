using Operon.Etcd.Membership;

namespace Operon.Etcd.Backups;

/// <summary>A member a snapshot can be taken from.</summary>
internal sealed record SnapshotMember(string Name, IMemberConnection Connection, MemberState State);
