namespace Operon.Etcd.Tests.Model;

/// <summary>Where an exploration starts and how far it goes.</summary>
internal sealed record Scenario
{
    public required World Start { get; init; }

    /// <summary>Values spec.size may be changed to.</summary>
    public IReadOnlyList<byte> Sizes { get; init; } = [];

    /// <summary>spec.version may be changed.</summary>
    public bool WithVersions { get; init; }

    /// <summary>spec.options may be changed.</summary>
    public bool WithOptions { get; init; }

    /// <summary>Longest path, in events.</summary>
    public int Depth { get; init; } = int.MaxValue;

    /// <summary>Most states; a bound for the machine, not a goal.</summary>
    public int MostStates { get; init; } = 1_500_000;

    /// <summary>Of so many states one is checked for healing.</summary>
    public ulong HealingOneIn { get; init; } = 64;

    /// <summary>A cluster that has formed, with a member in each of the first slots.</summary>
    public static World Formed(int size, bool isDurable = true, bool hasLearners = true, int faults = 0, int changes = 0, int? wanted = null)
    {
        var world = new World
        {
            Size = (byte)(wanted ?? size),
            HasServices = true,
            IsRecorded = true,
            IsDurable = isDurable,
            HasLearners = hasLearners,
            FaultsLeft = (byte)faults,
            ChangesLeft = (byte)changes,
            Leader = 0,
        };
        for (var i = 0; i < size; i++)
        {
            world[i] = new Slot { Member = SlotMember.Voter, HasStarted = true, Pod = SlotPod.Running, Data = SlotData.Own, HasClaim = isDurable, IsKnown = true };
        }

        return world;
    }

    /// <summary>Nothing but the object.</summary>
    public static World New(int size, bool isDurable = true, bool hasLearners = true, int faults = 0, int changes = 0) => new()
    {
        Size = (byte)size,
        IsDurable = isDurable,
        HasLearners = hasLearners,
        FaultsLeft = (byte)faults,
        ChangesLeft = (byte)changes,
        Leader = World.NoLeader,
    };
}
