namespace Operon.Etcd.Planning;

/// <summary>A change that needs a restart cannot be carried out without losing data.</summary>
internal sealed record ReportUnrollable(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsLasting => true;
}
