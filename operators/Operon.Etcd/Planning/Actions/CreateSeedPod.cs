namespace Operon.Etcd.Planning;

/// <summary>Create the first pod of a cluster that never had an ID.</summary>
internal sealed record CreateSeedPod(string Name, EtcdVersion Version, string Reason) : EtcdAction(Reason);
