namespace Operon.Etcd.Planning;

/// <summary>End a member's pod with its full grace, so that it hands over what it leads; its claim and its membership stay.</summary>
internal sealed record StopPod(string Name, string Reason) : EtcdAction(Reason);
