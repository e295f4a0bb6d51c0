namespace Operon.Etcd.Planning;

/// <summary>Delete the claim of a member that etcd has removed.</summary>
internal sealed record DeletePvc(string Name, string Reason) : EtcdAction(Reason);
