using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>Delete a pod during a recovery; its claim stays. <paramref name="IsForced"/>: take it off the API at once, whether or not its node answers.</summary>
internal sealed record FencePod(string Name, bool IsForced, RecoveryStatus Status, string Reason) : RecoveryAction(Status, Reason);
