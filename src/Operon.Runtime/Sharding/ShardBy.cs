namespace Operon.Runtime;

/// <summary>What decides to which shard a key belongs.</summary>
public enum ShardBy
{
    /// <summary>Namespace and name: the objects of a namespace are spread over the replicas.</summary>
    Object,

    /// <summary>The namespace alone, so that one replica has all of a tenant's objects. Cluster-scoped objects go by their name.</summary>
    Namespace,
}
