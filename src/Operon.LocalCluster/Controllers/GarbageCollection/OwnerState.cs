namespace Operon.LocalCluster.Controllers.GarbageCollection;

/// <summary>What an owner reference points to.</summary>
internal enum OwnerState
{
    /// <summary>An object that lives, or that is being deleted without waiting for dependents.</summary>
    Solid,

    /// <summary>An object whose deletion waits for its dependents.</summary>
    Waiting,

    /// <summary>Nothing: the owner is gone or was replaced.</summary>
    Absent,

    /// <summary>Nothing that could be decided: the kind is unknown, or a namespaced owner of a cluster-scoped object.</summary>
    Unresolvable,
}
