namespace Operon.Etcd.Planning;

/// <summary>Delete all pods of the old incarnation; their claims stay.</summary>
internal sealed record StopMembers(IReadOnlyList<string> Names, string Restore) : EtcdAction($"the EtcdRestore {Restore} replaces the cluster's data");
