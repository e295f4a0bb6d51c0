using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Create the survivor's pod so that it starts, once, as the only member.</summary>
internal sealed record ForceNewCluster(string Name, EtcdVersion Version, RecoveryStatus Status, string Reason) : RecoveryAction(Status, Reason);
