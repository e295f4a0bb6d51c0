using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Note the hash of the member everything starts over from; from then on the others are given up. <paramref name="Chosen"/>: the recovery once the hash is known.</summary>
internal sealed record ChooseSurvivor(RecoveryStatus Chosen, RecoveryStatus Status, string Reason) : RecoveryAction(Status, Reason);
