namespace Operon.Etcd.Planning;

/// <summary>The cluster was made for a restore; an empty seed must not start in its place.</summary>
internal sealed record AwaitRestore(string Restore) : EtcdAction($"waiting for the EtcdRestore {Restore} to bring the data")
{
    public override TimeSpan Delay => TimeSpan.FromSeconds(1);

    public override bool IsLasting => true;
}
