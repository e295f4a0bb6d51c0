namespace Operon.Runtime;

/// <summary>
/// Who is alive, by the local time at which each replica's Lease was last seen to change: never by times written in it, so clocks may differ.
/// </summary>
internal sealed class Liveness(TimeProvider time, TimeSpan leaseDuration)
{
    private readonly Dictionary<string, (LeaderRecord Record, long Since)> _members = [];
    private readonly Dictionary<string, long> _missing = [];

    /// <summary>Takes in what was listed now.</summary>
    public void Observe(ShardLeaseList list)
    {
        var now = time.GetTimestamp();
        foreach (var (name, _, record) in list.Members)
        {
            if (!_members.TryGetValue(name, out var known) || !record.SaysTheSameAs(known.Record))
            {
                _members[name] = (record, now);
            }
        }

        var listed = list.Members.Select(member => member.LeaseName).ToHashSet();
        foreach (var name in _members.Keys.Where(name => !listed.Contains(name)).ToArray())
        {
            _members.Remove(name);
        }

        // A holder without a Lease of its own: somebody deleted it, and the holder may not know yet.
        var present = list.Members.Select(member => member.Record.Holder).ToHashSet();
        var missing = list.Shards.Select(shard => shard?.Holder).OfType<string>().Where(holder => holder.Length > 0 && !present.Contains(holder)).ToHashSet();
        foreach (var holder in _missing.Keys.Where(holder => !missing.Contains(holder)).ToArray())
        {
            _missing.Remove(holder);
        }

        foreach (var holder in missing)
        {
            _missing.TryAdd(holder, now);
        }
    }

    /// <summary>Whether the replica with this Lease may still be at work.</summary>
    public bool IsAlive(ShardMember member) => member.Record.Holder.Length > 0 && SilentFor(member) < DurationOf(member.Record);

    /// <summary>How long the replica's Lease has said nothing new.</summary>
    public TimeSpan SilentFor(ShardMember member) => _members.TryGetValue(member.LeaseName, out var known) ? time.GetElapsedTime(known.Since) : TimeSpan.Zero;

    /// <summary>Whether nobody can be at work in a shard any more.</summary>
    public bool IsFree(LeaderRecord? shard, IReadOnlyList<ShardMember> members)
    {
        if (shard is not { Holder.Length: > 0 })
        {
            return true;
        }

        return members.FirstOrDefault(member => member.Record.Holder == shard.Holder) is { } holder
            ? !IsAlive(holder)
            : _missing.TryGetValue(shard.Holder, out var since) && time.GetElapsedTime(since) >= DurationOf(shard);
    }

    private TimeSpan DurationOf(LeaderRecord record) => record.LeaseDuration > leaseDuration ? record.LeaseDuration : leaseDuration;
}
