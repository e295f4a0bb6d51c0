namespace Operon.Etcd.Planning;

/// <summary>
/// Give one pod another version. In place: patch its image, and the kubelet restarts the container. Else only write the version down on the pod, which is
/// made anew for it next: its command line or probes would not do for that version.
/// </summary>
internal sealed record UpgradePod(string Name, EtcdVersion From, EtcdVersion To, string Reason, bool IsInPlace = true) : EtcdAction(Reason);
