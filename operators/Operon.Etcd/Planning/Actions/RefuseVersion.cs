namespace Operon.Etcd.Planning;

/// <summary>The asked-for version cannot be reached in one step; the cluster is otherwise as asked for.</summary>
internal sealed record RefuseVersion(EtcdVersion From, EtcdVersion To, string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsLasting => true;
}
