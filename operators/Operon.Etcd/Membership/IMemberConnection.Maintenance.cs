namespace Operon.Etcd.Membership;

/// <summary>Alarms, space and the comparison of data. All but <see cref="AlarmsAsync"/> and <see cref="DisarmAsync"/> concern this one member only.</summary>
internal partial interface IMemberConnection
{
    /// <summary>Alarms of the whole cluster; costs one entry in the raft log, so ask only when a member reports errors.</summary>
    Task<IReadOnlyList<MemberAlarm>> AlarmsAsync(CancellationToken cancellationToken);

    Task DisarmAsync(MemberAlarm alarm, CancellationToken cancellationToken);

    /// <summary>Gives free pages of the database back to the file system; the member serves nothing meanwhile.</summary>
    Task DefragmentAsync(CancellationToken cancellationToken);

    /// <summary>Hash of all keys up to <paramref name="revision"/> as this member holds them; it needs no quorum.</summary>
    Task<RevisionHash> HashAsync(long revision, CancellationToken cancellationToken);

    /// <summary>Forgets the history before <paramref name="revision"/> and returns when it is gone from the database.</summary>
    Task CompactAsync(long revision, CancellationToken cancellationToken);
}
