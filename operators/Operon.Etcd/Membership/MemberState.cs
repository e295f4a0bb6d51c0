using Operon.Etcd.Planning;

namespace Operon.Etcd.Membership;

/// <summary>What one member says about itself (Maintenance.Status).</summary>
internal sealed record MemberState
{
    public required ulong ClusterId { get; init; }

    public required ulong MemberId { get; init; }

    /// <summary>Member ID of the leader; 0 when the member knows none.</summary>
    public required ulong Leader { get; init; }

    public required string Version { get; init; }

    /// <summary>Applied raft index; the committed index on versions that do not report the applied one (before 3.4).</summary>
    public required ulong AppliedIndex { get; init; }

    public bool IsLearner { get; init; }

    /// <summary>It reports more than a missing leader: most likely an alarm.</summary>
    public bool HasErrors { get; init; }

    /// <summary>Version of its data; null before 3.6.</summary>
    public EtcdVersion? StorageVersion { get; init; }

    /// <summary>Where a downgrade that is under way leads; null when none is.</summary>
    public EtcdVersion? DowngradeTarget { get; init; }

    public MemberFigures? Figures { get; init; }
}
