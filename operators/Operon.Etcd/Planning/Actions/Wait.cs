namespace Operon.Etcd.Planning;

/// <summary>Nothing may be done yet; look again after <paramref name="Delay"/>.</summary>
internal sealed record Wait(string Reason, TimeSpan Delay) : EtcdAction(Reason)
{
    public override TimeSpan Delay { get; } = Delay;

    public override bool IsQuiet => true;
}
