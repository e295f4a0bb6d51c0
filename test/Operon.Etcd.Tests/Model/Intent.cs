using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>An action that was decided and not carried out yet, in sixteen bits: its kind, the slot it is about and what it says of it.</summary>
internal readonly record struct Intent(ushort Bits)
{
    private Intent(IntentKind kind, int slot, bool flag)
        : this((ushort)((int)kind | (slot << 5) | (flag ? 0x100 : 0)))
    {
    }

    public static Intent None => default;

    public IntentKind Kind => (IntentKind)(Bits & 0x1f);

    public int Slot => (Bits >> 5) & 0x7;

    /// <summary>As learner, must keep data, to the new version: what the kind needs to know.</summary>
    public bool Flag => (Bits & 0x100) != 0;

    /// <summary>None for an action that changes nothing.</summary>
    public static Intent Of(EtcdAction action) => action switch
    {
        CreateServices => new(IntentKind.CreateServices, 0, false),
        CreateSeedPod seed => new(IntentKind.CreateSeed, SlotOf(seed.Name), seed.Version == ModelVersions.New),
        CreateMemberPod pod => new((IntentKind)((int)IntentKind.CreatePod + (pod.Version == ModelVersions.New ? 1 : 0)), SlotOf(pod.Name), pod.MustKeepData),
        AddMember add => new(IntentKind.Add, SlotOf(add.Name), add.AsLearner),
        PromoteLearner promote => new(IntentKind.Promote, SlotOf(promote.Name), false),
        RemoveMember remove => new(IntentKind.Remove, SlotOf(remove.Name), false),
        MoveLeader move => new(IntentKind.MoveLeader, SlotOf(move.TargetName), false),
        DeletePod pod => new(IntentKind.DeletePod, SlotOf(pod.Name), false),
        DeletePvc claim => new(IntentKind.DeleteClaim, SlotOf(claim.Name), false),
        UpgradePod pod => new(IntentKind.Upgrade, SlotOf(pod.Name), pod.To == ModelVersions.New),
        RecreatePod pod => new(IntentKind.Recreate, SlotOf(pod.Name), false),
        StopPod pod => new(IntentKind.Stop, SlotOf(pod.Name), false),
        Sleep or RefuseHibernation => None,
        StayPaused or RecordClusterId or Wait or Settled or RefuseVersion or ReportQuorumLost or ReportForeignMember => None,
        _ => throw new InvalidOperationException($"the model does not know {action}"),
    };

    public override string ToString() => Kind == IntentKind.None ? "nothing" : $"{Kind} c-{Slot}{(Flag ? "+" : "")}";

    private static int SlotOf(string name) => name[^1] - '0';
}
