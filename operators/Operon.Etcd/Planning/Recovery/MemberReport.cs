namespace Operon.Etcd.Planning;

/// <summary>What a member says about itself while there may be no quorum to confirm anything.</summary>
internal sealed record MemberReport
{
    public required string Name { get; init; }

    public required ulong ClusterId { get; init; }

    /// <summary>It follows a leader: there is a quorum, whether or not the operator sees it.</summary>
    public bool HasLeader { get; init; }

    public bool IsLearner { get; init; }

    public ulong RaftTerm { get; init; }

    public ulong CommittedIndex { get; init; }

    public long Revision { get; init; }
}
