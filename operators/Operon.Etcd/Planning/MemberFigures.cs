namespace Operon.Etcd.Planning;

/// <summary>Sizes and positions a member reports of itself.</summary>
internal sealed record MemberFigures
{
    /// <summary>Size of the database file in bytes: what the quota counts.</summary>
    public required long DbSizeBytes { get; init; }

    /// <summary>Part of it that holds data, in bytes; the rest is what a defragmentation gives back. 0 before 3.4.</summary>
    public required long DbSizeInUseBytes { get; init; }

    /// <summary>Revision of the key space; members that follow each other differ by what is on its way.</summary>
    public required long Revision { get; init; }

    /// <summary>Index of the last entry in the member's raft log.</summary>
    public required ulong RaftIndex { get; init; }

    public required ulong RaftTerm { get; init; }
}
