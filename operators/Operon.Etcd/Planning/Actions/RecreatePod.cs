namespace Operon.Etcd.Planning;

/// <summary>End the pod of a member so that it is made anew from the spec; its claim, and so its data, stay.</summary>
internal sealed record RecreatePod(string Name, string Reason) : EtcdAction(Reason);
