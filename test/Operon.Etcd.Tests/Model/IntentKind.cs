namespace Operon.Etcd.Tests.Model;

/// <summary>The actions that change the simulated world.</summary>
internal enum IntentKind
{
    None,
    CreateServices,
    CreateSeed,
    CreatePod,
    CreateNewPod,
    Add,
    Promote,
    Remove,
    MoveLeader,
    DeletePod,
    DeleteClaim,
    Upgrade,

    /// <summary>End a pod so that it is made anew from its claim.</summary>
    Recreate,

    /// <summary>End a pod because the cluster is put to sleep.</summary>
    Stop,
}
