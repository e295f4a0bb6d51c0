namespace Operon.Etcd.Planning;

/// <summary>Create the pod of a member etcd knows. A claim that is missing is created first, never when <paramref name="MustKeepData"/>.</summary>
internal sealed record CreateMemberPod(string Name, EtcdVersion Version, bool MustKeepData, string Reason) : EtcdAction(Reason);
