using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Compare the data of the survivor, now the only member, with what it was before.</summary>
internal sealed record VerifySurvivor(string Name, ulong ClusterId, RecoveryStatus Status, string Reason) : RecoveryAction(Status, Reason);
