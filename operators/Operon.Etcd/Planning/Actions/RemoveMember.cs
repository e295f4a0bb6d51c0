namespace Operon.Etcd.Planning;

/// <summary>Remove a member from etcd; its pod and claim go afterwards (M11).</summary>
internal sealed record RemoveMember(ulong MemberId, string Name, bool IsDead, string Reason) : EtcdAction(Reason);
