namespace Operon.Etcd.Planning;

/// <summary>Forget the old members and their cluster ID; the next seed is made from the backup. Status carries it out, in one write.</summary>
internal sealed record BeginIncarnation(string Restore) : EtcdAction($"the old members are gone; the EtcdRestore {Restore} seeds the cluster anew");
