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
}
