using Operon.Etcd.Api;

namespace Operon.Etcd.Planning;

/// <summary>A recovery cannot go on yet; its reason says what, or whom, it waits for.</summary>
internal sealed record AwaitRecovery(RecoveryStatus Status, string Reason) : RecoveryAction(Status, Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(1);

    public override bool IsLasting => true;
}
