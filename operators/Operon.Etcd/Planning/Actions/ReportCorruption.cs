namespace Operon.Etcd.Planning;

/// <summary>Data differs between members and nothing tells which side is right: people have to decide (C2).</summary>
internal sealed record ReportCorruption(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsLasting => true;
}
