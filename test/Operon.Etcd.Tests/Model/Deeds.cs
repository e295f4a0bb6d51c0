using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>What carrying out a decision does to the world. etcd and the API server refuse what the real ones would refuse; a refusal changes nothing.</summary>
internal static class Deeds
{
    /// <summary>The world after the pending action.</summary>
    /// <param name="world">The world it meets.</param>
    /// <param name="broken">The rule this deed breaks; null for none.</param>
    public static World Execute(World world, out string? broken)
    {
        var before = world;
        var intent = world.Pending;
        var surprised = world.IsSurprised;
        world.Pending = Intent.None;
        world.IsSurprised = false;
        world.IsTouched = false;
        broken = before.IsTouched && intent.Kind is (IntentKind.DeletePod or IntentKind.Upgrade or IntentKind.Recreate or IntentKind.Stop) ? null : Apply(ref world, intent);
        world.Settle();
        if (surprised)
        {
            // The decision was right when it was made. etcd's own checks are what is left, and they are part of the model.
            broken = broken?.StartsWith('!') == true ? broken : null;
            world = Nature.Excuse(world);
        }

        broken ??= Lasting(before, world, intent, surprised);
        return world;
    }

    private static string? Lasting(in World before, in World after, Intent intent, bool surprised)
    {
        if (after.Count(slot => slot.IsMember && (slot.Member == SlotMember.Learner || !slot.HasStarted)) > 1)
        {
            return $"M1: {intent} opens a second change of the membership";
        }

        // Where learners do not exist the newcomer counts before it runs: that loss of margin is etcd's own, and the reason for M3.
        // A single member cannot be restarted without a pause.
        var mayCount = (intent.Kind == IntentKind.Add && !intent.Flag && !before.HasLearners) || (intent.Kind is IntentKind.Upgrade or IntentKind.Recreate && before.Voters == 1)
            || intent.Kind == IntentKind.Stop;
        return before.HasMajority && !after.HasMajority && !surprised && !mayCount ? $"{intent} costs the quorum" : null;
    }

    // A text that begins with "!" names a rule no surprise excuses.
    private static string? Apply(ref World world, Intent intent)
    {
        switch (intent.Kind)
        {
            case IntentKind.CreateServices:
                world.HasServices = true;
                return null;
            case IntentKind.CreateSeed:
                return CreateSeed(ref world, intent);
            case IntentKind.CreatePod or IntentKind.CreateNewPod:
                CreatePod(ref world, intent.Slot, intent.Kind == IntentKind.CreateNewPod, mustKeep: intent.Flag);
                return null;
            case IntentKind.Add:
                return Add(ref world, intent);
            case IntentKind.Promote:
                Promote(ref world, intent.Slot);
                return null;
            case IntentKind.Remove:
                return Remove(ref world, intent.Slot);
            case IntentKind.MoveLeader:
                MoveLeader(ref world, intent.Slot);
                return null;
            case IntentKind.DeletePod:
                return DeletePod(ref world, intent.Slot);
            case IntentKind.DeleteClaim:
                return DeleteClaim(ref world, intent.Slot);
            case IntentKind.Upgrade:
                return Upgrade(ref world, intent);
            case IntentKind.Recreate or IntentKind.Stop:
                return End(ref world, intent);
            default:
                return null;
        }
    }

    private static string? CreateSeed(ref World world, Intent intent)
    {
        if (world.IsRecorded)
        {
            return $"!B2: a second seed after the cluster had an ID";
        }

        if (world[intent.Slot] is { Pod: SlotPod.None } slot)
        {
            CreatePod(ref world, intent.Slot, isNew: intent.Flag, mustKeep: false);

            // State "new" founds a cluster wherever the directory is empty; nothing it held before was ever acknowledged to anybody.
            if (world[intent.Slot].Data == SlotData.Empty && slot.IsMember)
            {
                world[intent.Slot] = world[intent.Slot] with { Member = SlotMember.None, HasStarted = false };
            }
        }

        return null;
    }

    private static void CreatePod(ref World world, int index, bool isNew, bool mustKeep)
    {
        var slot = world[index];
        if (slot.Pod != SlotPod.None)
        {
            return;
        }

        world[index] = slot with
        {
            Pod = SlotPod.Down,
            IsNew = isNew,
            HasOptions = world.WantsOptions,
            HasClaim = slot.HasClaim || (world.IsDurable && !mustKeep),
            Data = slot.HasClaim ? slot.Data : SlotData.Empty,
        };
    }

    private static string? Add(ref World world, Intent intent)
    {
        var dead = world.Count(slot => slot is { Member: SlotMember.Voter, HasStarted: true, KeepsData: false, Pod: SlotPod.None });
        if (world.FreeSlot < 0)
        {
            // The model has run out of names, which the world never does.
            return null;
        }

        if (!world[intent.Slot].IsFree)
        {
            return $"!M10: {intent} takes a name that something has";
        }

        if (dead > 0)
        {
            return $"M7: {intent} while a dead member is still listed";
        }

        var isRefused = !world.HasQuorum
            || (intent.Flag && world.Count(slot => slot.Member == SlotMember.Learner) > 0)
            || (world.Voters > 1 && world.VotersUp < Quorum.Of(world.Voters + 1));
        if (!isRefused)
        {
            world[intent.Slot] = new Slot { Member = intent.Flag ? SlotMember.Learner : SlotMember.Voter };
        }

        return intent.Flag || !world.HasLearners ? null : $"M3: {intent} is a voter at once";
    }

    private static void Promote(ref World world, int index)
    {
        if (world.HasQuorum && world[index] is { Member: SlotMember.Learner, IsUp: true, IsInSync: true } learner)
        {
            world[index] = learner with { Member = SlotMember.Voter, IsInSync = false };
        }
    }

    private static string? Remove(ref World world, int index)
    {
        var slot = world[index];
        if (!slot.IsMember || !world.HasQuorum)
        {
            return null;
        }

        if (slot.Member == SlotMember.Voter && world.Voters == 1)
        {
            return "!M12: the last voter was removed";
        }

        var mayRemove = slot.Member == SlotMember.Learner || !slot.IsUp || world.VotersUp - 1 >= 1 + ((world.Voters - 1) / 2);
        if (mayRemove)
        {
            world[index] = slot with
            {
                Member = SlotMember.None,
                HasStarted = false,
                IsInSync = false,
                Data = slot.Data == SlotData.Own ? SlotData.Foreign : slot.Data,
                Pod = slot.Pod switch { SlotPod.Running => SlotPod.Down, SlotPod.Leaving => SlotPod.Terminating, _ => slot.Pod },
                IsToRestart = false,
                IsExcused = false,
            };
        }

        return null;
    }

    private static void MoveLeader(ref World world, int index)
    {
        if (world.HasQuorum && world[index] is { Member: SlotMember.Voter, IsUp: true })
        {
            world.Leader = (byte)index;
        }
    }

    private static string? DeletePod(ref World world, int index)
    {
        var slot = world[index];
        if (slot.Pod is SlotPod.None or SlotPod.Leaving or SlotPod.Terminating)
        {
            return null;
        }

        world[index] = Leave(slot, isExcused: false);
        return slot.IsUp ? $"M11: the pod of serving member c-{index} was deleted" : null;
    }

    private static string? DeleteClaim(ref World world, int index)
    {
        var slot = world[index];
        if (slot.IsMember)
        {
            return $"!M11: the claim of member c-{index} was deleted";
        }

        world[index] = slot with { HasClaim = false, Data = SlotData.Empty };
        return null;
    }

    private static string? Upgrade(ref World world, Intent intent)
    {
        var slot = world[intent.Slot];
        if (slot.Pod is SlotPod.None or SlotPod.Leaving or SlotPod.Terminating or SlotPod.Failed)
        {
            return null;
        }

        var wasLeader = world.Leader == intent.Slot && world.Voters > 1 && world.HasLearners;
        world[intent.Slot] = slot with { IsNew = intent.Flag, IsToRestart = slot.Pod == SlotPod.Running, IsExcused = world.Voters == 1 };
        return wasLeader ? $"U1: leader c-{intent.Slot} was restarted without a move" : null;
    }

    // The kubelet ends a process when it comes to it.
    private static Slot Leave(Slot slot, bool isExcused) =>
        slot with { Pod = slot.Pod == SlotPod.Running ? SlotPod.Leaving : SlotPod.Terminating, IsToRestart = false, IsExcused = isExcused };

    private static string? End(ref World world, Intent intent)
    {
        var slot = world[intent.Slot];
        if (slot.Pod is SlotPod.None or SlotPod.Leaving or SlotPod.Terminating)
        {
            return null;
        }

        var wasLeader = intent.Kind == IntentKind.Recreate && world.Leader == intent.Slot && world.Voters > 1 && world.HasLearners;
        world[intent.Slot] = Leave(slot, world.Voters == 1 || intent.Kind == IntentKind.Stop);
        return slot is { HasStarted: true, HasClaim: false, Data: SlotData.Own } ? $"!M10: {intent} throws the data of a member away"
            : wasLeader ? $"U1: leader c-{intent.Slot} was restarted without a move"
            : null;
    }
}
