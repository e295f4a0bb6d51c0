namespace Operon.Etcd.Planning;

/// <summary>Make the users that hold the role root, then switch authentication on (A1, A2).</summary>
internal sealed record EnableAuth(string Reason) : EtcdAction(Reason);
