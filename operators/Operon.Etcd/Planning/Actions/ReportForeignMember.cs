namespace Operon.Etcd.Planning;

/// <summary>Members disagree about the cluster they are in: an incident for people (M15).</summary>
internal sealed record ReportForeignMember(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(2);

    public override bool IsLasting => true;
}
