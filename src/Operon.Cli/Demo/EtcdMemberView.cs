namespace Operon.Cli.Demo;

/// <summary>One member as etcd reports it.</summary>
/// <param name="Id">Member id, as etcdctl prints it.</param>
/// <param name="Name">Member name; empty while it was added but has not started.</param>
/// <param name="IsLearner">Whether it has no vote yet.</param>
/// <param name="IsLeader">Whether it leads.</param>
/// <param name="Version">Server version; null when the member did not answer.</param>
/// <param name="RaftIndex">Raft index it has reached.</param>
internal sealed record EtcdMemberView(ulong Id, string Name, bool IsLearner, bool IsLeader, string? Version, ulong RaftIndex)
{
    public bool IsHealthy => Version is not null;

    public string Role => IsLearner ? "learner" : IsLeader ? "leader" : "follower";
}
