namespace Operon.Etcd.Tests.Model;

/// <summary>One slot in sixteen bits: member, pod, directory and claim of one name.</summary>
internal readonly record struct Slot(ushort Bits)
{
    public SlotMember Member
    {
        get => (SlotMember)(Bits & 0x3);
        init => Bits = With(0x3, 0, (int)value);
    }

    /// <summary>It has published its name: its directory counts.</summary>
    public bool HasStarted
    {
        get => (Bits & 0x4) != 0;
        init => Bits = With(0x4, 2, value ? 1 : 0);
    }

    public SlotPod Pod
    {
        get => (SlotPod)((Bits >> 3) & 0x7);
        init => Bits = With(0x38, 3, (int)value);
    }

    public SlotData Data
    {
        get => (SlotData)((Bits >> 6) & 0x3);
        init => Bits = With(0xc0, 6, (int)value);
    }

    public bool HasClaim
    {
        get => (Bits & 0x100) != 0;
        init => Bits = With(0x100, 8, value ? 1 : 0);
    }

    /// <summary>Its name is in the status that was written last.</summary>
    public bool IsKnown
    {
        get => (Bits & 0x200) != 0;
        init => Bits = With(0x200, 9, value ? 1 : 0);
    }

    /// <summary>A learner that has the leader's log.</summary>
    public bool IsInSync
    {
        get => (Bits & 0x400) != 0;
        init => Bits = With(0x400, 10, value ? 1 : 0);
    }

    /// <summary>The pod runs the new version.</summary>
    public bool IsNew
    {
        get => (Bits & 0x800) != 0;
        init => Bits = With(0x800, 11, value ? 1 : 0);
    }

    /// <summary>The pod version in the status that was written last is the new one.</summary>
    public bool IsKnownNew
    {
        get => (Bits & 0x1000) != 0;
        init => Bits = With(0x1000, 12, value ? 1 : 0);
    }

    /// <summary>The pod was made from the new options.</summary>
    public bool HasOptions
    {
        get => (Bits & 0x2000) != 0;
        init => Bits = With(0x2000, 13, value ? 1 : 0);
    }

    /// <summary>Its image was changed, and the kubelet has not ended the process yet.</summary>
    public bool IsToRestart
    {
        get => (Bits & 0x4000) != 0;
        init => Bits = With(0x4000, 14, value ? 1 : 0);
    }

    /// <summary>What is going to end its process was right when it was done: what came after could not be foreseen.</summary>
    public bool IsExcused
    {
        get => (Bits & 0x8000) != 0;
        init => Bits = With(0x8000, 15, value ? 1 : 0);
    }

    public bool IsMember => Member != SlotMember.None;

    /// <summary>A member whose process answers.</summary>
    public bool IsUp => IsMember && Pod is SlotPod.Running or SlotPod.Leaving && Data == SlotData.Own;

    /// <summary>Nothing has this name.</summary>
    public bool IsFree => !IsMember && Pod == SlotPod.None && !HasClaim;

    /// <summary>The member's directory still exists and can be read.</summary>
    public bool KeepsData => IsMember && Data == SlotData.Own && (HasClaim || Pod is SlotPod.Down or SlotPod.Running) && Pod != SlotPod.Crashing;

    private ushort With(int mask, int shift, int value) => (ushort)((Bits & ~mask) | (value << shift));
}
