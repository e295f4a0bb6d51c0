using k8s.Models;

namespace Operon.Runtime;

/// <summary>Who leads, and for how long.</summary>
public sealed record LeaderRecord
{
    /// <summary>Who leads; empty when the leadership was let go.</summary>
    public string Holder { get; init; } = "";

    /// <summary>How long others wait after the last change they saw.</summary>
    public TimeSpan LeaseDuration { get; init; }

    /// <summary>When the holder took it, by the holder's clock.</summary>
    public DateTimeOffset AcquireTime { get; init; }

    /// <summary>When the holder renewed it last, by the holder's clock.</summary>
    public DateTimeOffset RenewTime { get; init; }

    /// <summary>How often it was taken since it was created.</summary>
    public int Transitions { get; init; }

    /// <summary>What the lock compares when it replaces this record.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// A number that grows with every write, also across deletions of the lock: what fencing by stamp needs. Null when the lock has none.
    /// </summary>
    public ulong? FencingToken { get; init; }

    /// <summary>The Lease this was read from: fields of other writers survive an update.</summary>
    internal V1Lease? Lease { get; init; }

    /// <summary>What a taker writes, over <paramref name="before"/> when there is such a record.</summary>
    internal static LeaderRecord TakenBy(string holder, TimeSpan leaseDuration, LeaderRecord? before, DateTimeOffset now) => new()
    {
        Holder = holder,
        LeaseDuration = leaseDuration,
        AcquireTime = now,
        RenewTime = now,
        Transitions = before is null ? 0 : before.Transitions + 1,
    };

    /// <summary>What the holder writes when it lets this go: the next may take it at once.</summary>
    internal LeaderRecord LetGo(DateTimeOffset now) =>
        new() { Holder = "", LeaseDuration = TimeSpan.FromSeconds(1), AcquireTime = now, RenewTime = now, Transitions = Transitions };

    /// <summary>Whether the holder has said nothing new since <paramref name="other"/> was read. Versions do not count: labels change them too.</summary>
    internal bool SaysTheSameAs(LeaderRecord? other) =>
        other is not null && Holder == other.Holder && LeaseDuration == other.LeaseDuration && AcquireTime == other.AcquireTime
        && RenewTime == other.RenewTime && Transitions == other.Transitions;
}
