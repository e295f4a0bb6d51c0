namespace Operon.Etcd.Planning;

/// <summary>The first pod waits for certificates somebody else makes.</summary>
internal sealed record AwaitCertificates(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(2);

    public override bool IsLasting => true;
}
