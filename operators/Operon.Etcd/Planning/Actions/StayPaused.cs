namespace Operon.Etcd.Planning;

/// <summary>The object is paused: only say so, and how the cluster is.</summary>
/// <param name="Loss">What to report when the quorum is lost meanwhile; null while it is not.</param>
internal sealed record StayPaused(ReportQuorumLost? Loss = null) : EtcdAction("spec.paused is true")
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsQuiet => true;
}
