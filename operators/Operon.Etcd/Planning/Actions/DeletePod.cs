namespace Operon.Etcd.Planning;

/// <summary>Delete a pod; its claim stays.</summary>
internal sealed record DeletePod(string Name, string Reason) : EtcdAction(Reason);
