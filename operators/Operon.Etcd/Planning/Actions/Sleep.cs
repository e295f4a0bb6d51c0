namespace Operon.Etcd.Planning;

/// <summary>No member runs because none is asked for; claims and membership are kept.</summary>
internal sealed record Sleep() : EtcdAction("spec.size is 0: no member runs, claims and membership are kept; set spec.size to wake the cluster")
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsLasting => true;
}
