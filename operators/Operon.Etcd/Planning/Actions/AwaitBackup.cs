namespace Operon.Etcd.Planning;

/// <summary>The version changes only after a backup that is not there yet.</summary>
internal sealed record AwaitBackup(string Reason) : EtcdAction(Reason)
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(2);

    public override bool IsLasting => true;
}
