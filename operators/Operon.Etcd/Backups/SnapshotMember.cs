using Operon.Etcd.Membership;

namespace Operon.Etcd.Backups;

/// <summary>A member a snapshot can be taken from.</summary>
internal sealed record SnapshotMember(string Name, IMemberConnection Connection, MemberState State)
{
    /// <summary>Revision of the member's own key space.</summary>
    public long Revision => State.Figures?.Revision ?? 0;
}
