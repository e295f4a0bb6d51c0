namespace Operon.Etcd.Planning;

/// <summary>A change of version waits between two members because it was told to.</summary>
internal sealed record HoldUpgrade(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(5);

    public override bool IsLasting => true;
}
