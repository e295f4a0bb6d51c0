namespace Operon.Etcd.Planning;

/// <summary>The members cannot be stopped without losing their data.</summary>
internal sealed record RefuseHibernation(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsLasting => true;
}
