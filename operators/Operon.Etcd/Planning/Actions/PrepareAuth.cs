namespace Operon.Etcd.Planning;

/// <summary>Make the secrets of root and of the operator's own user.</summary>
internal sealed record PrepareAuth(string Reason) : EtcdAction(Reason);
