namespace Operon.Etcd.Planning;

/// <summary>Give root the password in its secret.</summary>
internal sealed record SetRootPassword(string Reason) : EtcdAction(Reason);
