namespace Operon.Etcd.Tests.Model;

/// <summary>What happens without the operator.</summary>
internal static class Nature
{
    /// <summary>Processes start, leaders are elected, learners catch up, pods go away: all that comes by itself.</summary>
    public static IEnumerable<(World World, string What, string? Broken)> Course(World world)
    {
        for (var i = 0; i < SlotBits.Count; i++)
        {
            var next = world;
            if (world[i].IsToRestart || world[i].Pod == SlotPod.Leaving)
            {
                yield return End(world, i);
            }

            switch (world[i].Pod)
            {
                case SlotPod.Down when Start(ref next, i, out var broken):
                    next.Settle();
                    yield return (next, $"c-{i} starts", broken);
                    break;
                case SlotPod.Terminating:
                    next[i] = world[i] with { Pod = SlotPod.None, Data = world[i].HasClaim ? world[i].Data : SlotData.Empty, IsNew = false, HasOptions = false };
                    yield return (next, $"pod c-{i} is gone", null);
                    break;
                case SlotPod.Running when world[i] is { Member: SlotMember.Learner, IsUp: true, IsInSync: false } && world.HasQuorum:
                    next[i] = world[i] with { IsInSync = true };
                    yield return (next, $"learner c-{i} has caught up", null);
                    break;
                case SlotPod.Running when world.Leader == World.NoLeader && world.HasMajority && world[i] is { Member: SlotMember.Voter, IsUp: true }:
                    next.Leader = (byte)i;
                    next.IsSurprised = world.Pending.Kind != IntentKind.None;
                    yield return (next, $"c-{i} is elected", null);
                    break;
            }
        }
    }

    /// <summary>What goes wrong, as often as the world may still be hurt.</summary>
    public static IEnumerable<(World World, string What)> Faults(World world)
    {
        if (world.FaultsLeft == 0)
        {
            yield break;
        }

        var hurt = Excuse(world);
        hurt.FaultsLeft--;
        hurt.IsSurprised = world.Pending.Kind != IntentKind.None;
        for (var i = 0; i < SlotBits.Count; i++)
        {
            foreach (var (slot, what) in Faults(world[i], world.IsRecorded))
            {
                var next = hurt;
                next[i] = slot with { IsToRestart = false, IsExcused = false };
                next.Settle();
                yield return (next, $"c-{i}: {what}");
            }
        }

        if (world.Leader != World.NoLeader && world.Voters > 1)
        {
            hurt.Leader = World.NoLeader;
            yield return (hurt, "the leader steps down");
        }
    }

    /// <summary>People change their minds.</summary>
    public static IEnumerable<(World World, string What)> Changes(World world, IReadOnlyList<byte> sizes, bool withVersions, bool withOptions)
    {
        if (world.ChangesLeft == 0)
        {
            yield break;
        }

        var changed = world;
        changed.ChangesLeft--;
        foreach (var size in sizes.Where(size => size != world.Size))
        {
            yield return (changed with { Size = size }, $"spec.size = {size}");
        }

        yield return (changed with { IsPaused = !world.IsPaused }, $"spec.paused = {!world.IsPaused}");
        if (withVersions)
        {
            yield return (changed with { WantsNew = !world.WantsNew }, $"spec.version = {ModelVersions.Of(!world.WantsNew)}");
        }

        if (withOptions)
        {
            yield return (changed with { WantsOptions = !world.WantsOptions }, $"spec.options are the {(world.WantsOptions ? "old" : "new")} ones");
        }
    }

    // What the operator asked for happens when the kubelet comes to it, and is the operator's doing even then.
    private static (World World, string What, string? Broken) End(World world, int index)
    {
        var slot = world[index];
        var next = world;
        next[index] = slot with { Pod = slot.IsToRestart ? SlotPod.Down : SlotPod.Terminating, IsToRestart = false, IsExcused = false };
        next.Settle();
        var broken = world.HasMajority && !next.HasMajority && !slot.IsExcused ? $"U2: the end of c-{index} costs the quorum" : null;
        return (next, $"the kubelet ends the process of c-{index}", broken);
    }

    /// <summary>What is on its way can no longer be called back, whatever has happened since.</summary>
    public static World Excuse(World world)
    {
        for (var i = 0; i < SlotBits.Count; i++)
        {
            world[i] = world[i] with { IsExcused = world[i].IsToRestart || world[i].Pod == SlotPod.Leaving };
        }

        return world;
    }

    private static IEnumerable<(Slot Slot, string What)> Faults(Slot slot, bool isRecorded)
    {
        var after = slot.HasClaim ? slot.Data : SlotData.Empty;
        switch (slot.Pod)
        {
            case SlotPod.Running:
                yield return (slot with { Pod = SlotPod.Down }, "its process ends");
                yield return (slot with { Pod = SlotPod.Failed }, "its pod fails");
                if (isRecorded)
                {
                    // Before that nobody was told that it serves; it is for people to look why it does not.
                    yield return (slot with { Pod = SlotPod.Crashing }, "its directory is damaged");
                }

                yield return (slot with { Pod = SlotPod.None, Data = after, IsNew = false, HasOptions = false }, "its pod is lost");
                break;
            case SlotPod.Down:
                yield return (slot with { Pod = SlotPod.None, Data = after, IsNew = false, HasOptions = false }, "its pod is lost");
                break;
        }

        if (slot is { HasClaim: true, Pod: not (SlotPod.Leaving or SlotPod.Terminating) })
        {
            yield return (slot with { Pod = SlotPod.None, HasClaim = false, Data = SlotData.Empty, IsNew = false, HasOptions = false }, "its pod and claim are lost");
        }
    }

    private static bool Start(ref World world, int index, out string? broken)
    {
        broken = null;
        var slot = world[index];
        if ((slot.IsNew && world.IsNewBroken) || (slot.HasOptions && world.AreOptionsBroken) || (world.IsDurable && !slot.HasClaim))
        {
            return false;
        }

        if (!slot.IsMember)
        {
            // Only a seed founds; whoever was removed, or never added, exits again.
            if (world.IsRecorded || slot.Data != SlotData.Empty || world.Members > 0)
            {
                return false;
            }

            world[index] = slot with { Member = SlotMember.Voter, HasStarted = true, Data = SlotData.Own, Pod = SlotPod.Running };
            world.Leader = (byte)index;
            return true;
        }

        if (slot.Data == SlotData.Foreign)
        {
            return false;
        }

        if (slot is { Data: SlotData.Empty, HasStarted: true })
        {
            broken = $"M10: member c-{index} started again with an empty directory";
            return true;
        }

        // A newcomer has to fetch the cluster from somebody. A voter that was added may complete the quorum itself.
        if (slot.Data == SlotData.Empty && world.Count(other => other.IsUp) == 0)
        {
            return false;
        }

        world[index] = slot with { HasStarted = true, Data = SlotData.Own, Pod = SlotPod.Running };
        return true;
    }
}
