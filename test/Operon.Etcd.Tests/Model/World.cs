using System.Runtime.InteropServices;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Tests.Model;

/// <summary>
/// One state of a simulated etcd cluster on Kubernetes, and of the operator that works on it: a value of a few words, so that millions of
/// them can be told apart.
/// </summary>
internal record struct World
{
    public const int NoLeader = SlotBits.Count;

    private SlotBits _slots;

    public Slot this[int index]
    {
        readonly get => new(_slots[index]);
        set => _slots[index] = value.Bits;
    }

    /// <summary>spec.size.</summary>
    public byte Size { get; set; }

    /// <summary>spec.version is the new one.</summary>
    public bool WantsNew { get; set; }

    public bool IsPaused { get; set; }

    public bool HasServices { get; set; }

    /// <summary>The cluster ID is in status.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>status.currentVersion is the new one.</summary>
    public bool IsCurrentNew { get; set; }

    /// <summary>Members keep their data in claims.</summary>
    public bool IsDurable { get; set; }

    /// <summary>The running version knows learners.</summary>
    public bool HasLearners { get; set; }

    /// <summary>The new version does not start.</summary>
    public bool IsNewBroken { get; set; }

    /// <summary>spec.options holds the new options.</summary>
    public bool WantsOptions { get; set; }

    /// <summary>The cluster was last complete with the new options.</summary>
    public bool AreOptionsCurrent { get; set; }

    /// <summary>etcd does not start with the new options.</summary>
    public bool AreOptionsBroken { get; set; }

    /// <summary>Slot of the leader, or <see cref="NoLeader"/> while none is elected.</summary>
    public byte Leader { get; set; }

    public byte FaultsLeft { get; set; }

    public byte ChangesLeft { get; set; }

    /// <summary>What the operator has decided and not done yet.</summary>
    public Intent Pending { get; set; }

    /// <summary>A fault came between the decision and the deed: no rule can foresee it.</summary>
    public bool IsSurprised { get; set; }

    /// <summary>The pod of the pending action has changed since the decision: the API server will refuse a change of it.</summary>
    public bool IsTouched { get; set; }

    public readonly int Members => Count(slot => slot.IsMember);

    public readonly int Voters => Count(slot => slot.Member == SlotMember.Voter);

    public readonly int VotersUp => Count(slot => slot.Member == SlotMember.Voter && slot.IsUp);

    public readonly bool HasMajority => Voters > 0 && VotersUp >= Quorum.Of(Voters);

    /// <summary>etcd answers linearizable reads.</summary>
    public readonly bool HasQuorum => HasMajority && Leader != NoLeader;

    /// <summary>Enough voters can come back with what they have acknowledged.</summary>
    public readonly bool CanRecover => Voters > 0 && Count(slot => slot.Member == SlotMember.Voter && (slot.KeepsData || !slot.HasStarted)) >= Quorum.Of(Voters);

    public readonly int FreeSlot
    {
        get
        {
            for (var i = 0; i < SlotBits.Count; i++)
            {
                if (this[i].IsFree)
                {
                    return i;
                }
            }

            return -1;
        }
    }

    public readonly int Count(Func<Slot, bool> condition)
    {
        var count = 0;
        for (var i = 0; i < SlotBits.Count; i++)
        {
            count += condition(this[i]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The state in 192 bits; equal states have equal keys.</summary>
    public readonly WorldKey Key()
    {
        var flags = (WantsNew ? 1UL : 0) | (IsPaused ? 2UL : 0) | (HasServices ? 4UL : 0) | (IsRecorded ? 8UL : 0) | (IsCurrentNew ? 16UL : 0)
            | (IsDurable ? 32UL : 0) | (HasLearners ? 64UL : 0) | (IsNewBroken ? 128UL : 0) | (IsSurprised ? 256UL : 0) | (IsTouched ? 1UL << 40 : 0)
            | (WantsOptions ? 1UL << 41 : 0) | (AreOptionsBroken ? 1UL << 42 : 0) | (AreOptionsCurrent ? 1UL << 43 : 0);
        var rest = flags | ((ulong)Size << 9) | ((ulong)Leader << 12) | ((ulong)FaultsLeft << 16) | ((ulong)ChangesLeft << 19) | ((ulong)Pending.Bits << 22);
        var slots = MemoryMarshal.Cast<ushort, ulong>((ReadOnlySpan<ushort>)_slots);
        return new WorldKey(slots[0], slots[1], rest);
    }

    /// <summary>A leader that is down, or has lost its majority, leads no more.</summary>
    public void Settle()
    {
        if (Leader != NoLeader && !(HasMajority && this[Leader] is { IsUp: true, Member: SlotMember.Voter }))
        {
            Leader = NoLeader;
        }
    }

    public override readonly string ToString()
    {
        var text = new System.Text.StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"size {Size}{(WantsNew ? " new" : "")}{(WantsOptions ? " options" : "")}{(IsPaused ? " paused" : "")} leader {Leader} pending {Pending}");
        for (var i = 0; i < SlotBits.Count; i++)
        {
            if (this[i].Bits != 0)
            {
                var slot = this[i];
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n    c-{i}: {slot.Member}{(slot.HasStarted ? "" : " (never started)")} pod {slot.Pod} data {slot.Data}{(slot.HasClaim ? " claim" : "")}{(slot.IsNew ? " new" : "")}{(slot.HasOptions ? " options" : "")}{(slot.IsKnown ? " known" : "")}");
            }
        }

        return text.ToString();
    }
}
