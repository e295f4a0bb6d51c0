using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>A recovery that was asked for does not take place; the request is used up.</summary>
internal sealed record RefuseRecovery(RecoveryStatus Status, string Reason) : RecoveryAction(Status, Reason);
