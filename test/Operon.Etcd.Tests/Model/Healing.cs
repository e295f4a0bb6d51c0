namespace Operon.Etcd.Tests.Model;

/// <summary>With no more faults, and the operator alive, a cluster that still has its data becomes what was asked for.</summary>
internal static class Healing
{
    private const int MostSteps = 150;

    /// <summary>Null when it does; else what it ends in.</summary>
    public static string? Check(World world, SimulatedOperator healer)
    {
        if (world.IsRecorded && !world.CanRecover)
        {
            return null;
        }

        world = world with { FaultsLeft = 0, ChangesLeft = 0, Pending = Intent.None, IsSurprised = false, IsTouched = false, IsPaused = false, WantsNew = world.WantsNew && !world.IsNewBroken, WantsOptions = world.WantsOptions && !world.AreOptionsBroken };
        var isTakenBack = false;
        for (var step = 0; step < MostSteps; step++)
        {
            while (Nature.Course(world).FirstOrDefault() is { What: not null } next)
            {
                if (next.Broken is not null)
                {
                    return $"{next.Broken} while healing";
                }

                world = next.World;
            }

            var decided = healer.Decide(world, world, out var broken);
            if (broken is not null)
            {
                return $"{broken} while healing";
            }

            if (decided.Pending.Kind == IntentKind.None && decided.Key() == world.Key())
            {
                // An upgrade, or an option, that stops at a member is a person's to take back.
                if (isTakenBack || (world.WantsNew == world.IsCurrentNew && world.WantsOptions == world.AreOptionsCurrent) || Whole(world) is null)
                {
                    return Whole(world);
                }

                isTakenBack = true;
                world.WantsNew = world.IsCurrentNew;
                world.WantsOptions = world.AreOptionsCurrent;
                continue;
            }

            world = Deeds.Execute(decided, out broken);
            if (broken is not null)
            {
                return $"{broken} while healing";
            }
        }

        return $"does not come to rest in {MostSteps} steps; it ends in {world}";
    }

    private static string? Whole(World world)
    {
        if (world.Size == 0)
        {
            var awake = world.Count(slot => slot.Pod != SlotPod.None);
            return awake == 0 ? null : $"sleeps with {awake} pods";
        }

        var serving = world.Count(slot => slot.Member == SlotMember.Voter && slot.IsUp && slot.IsNew == world.WantsNew && slot.HasOptions == world.WantsOptions);
        var rest = world.Count(slot => !slot.IsFree) - serving;
        return serving == world.Size && rest == 0 && world.HasQuorum
            ? null
            : $"rests with {serving} members of {world.Size} serving, {rest} other things, {(world.HasQuorum ? "a" : "no")} quorum";
    }
}
