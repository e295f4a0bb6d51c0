namespace Operon.Etcd.Planning;

/// <summary>Hand leadership to a voter.</summary>
internal sealed record MoveLeader(ulong TargetId, string TargetName, string LeaderName, string Reason) : EtcdAction(Reason);
