namespace Operon.Etcd.Planning;

/// <summary>Tell etcd the new address of a member; its pod is restarted to speak it next (A5).</summary>
internal sealed record UpdatePeerUrl(ulong MemberId, string Name, bool IsTls, string Reason) : EtcdAction(Reason);
