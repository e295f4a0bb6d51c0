namespace Operon.Etcd.Planning;

/// <summary>Old members may still run: nothing new starts beside them (D2).</summary>
internal sealed record AwaitMembersGone(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(0.5);

    public override bool IsLasting => true;
}
