namespace Operon.Etcd.Planning;

/// <summary>The cluster is as asked for.</summary>
internal sealed record Settled() : EtcdAction("the cluster is as asked for")
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsQuiet => true;
}
