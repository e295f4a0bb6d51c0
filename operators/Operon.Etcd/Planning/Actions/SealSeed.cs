namespace Operon.Etcd.Planning;

/// <summary>Take back a seed's leave to found a cluster: from its next start on an empty directory keeps it from starting.</summary>
internal sealed record SealSeed(string Name) : EtcdAction($"the cluster has its ID; {Name} may not found another one");
