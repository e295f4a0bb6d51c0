using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Go on to the next phase of a recovery: only status is written.</summary>
internal sealed record RecordRecovery(RecoveryStatus Status, string Reason) : RecoveryAction(Status, Reason);
