using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Mark the claim of a member that is given up: it is kept, and never mounted again.</summary>
internal sealed record FenceClaim(string Name, RecoveryStatus Status, string Reason) : RecoveryAction(Status, Reason);
