namespace Operon.Etcd.Planning;

/// <summary>No member runs because none is asked for; claims and membership are kept.</summary>
internal sealed record Sleep(int Ending) : EtcdAction(
    Ending > 0 ? $"spec.size is 0: {Ending} pods are ending, claims and membership are kept" : "spec.size is 0: no member runs, claims and membership are kept; set spec.size to wake the cluster")
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(Ending > 0 ? 1 : 5);

    public override bool IsLasting => true;
}
