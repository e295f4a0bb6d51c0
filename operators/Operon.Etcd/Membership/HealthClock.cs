namespace Operon.Etcd.Membership;

/// <summary>Remembers since when each member of one cluster has been healthy or not, and since when no quorum was confirmed.</summary>
internal sealed class HealthClock
{
    private readonly Dictionary<ulong, (bool IsHealthy, DateTimeOffset Since)> _members = [];

    public DateTimeOffset? UnconfirmedSince { get; private set; }

    /// <summary>Notes the health of a member now; gives the time this state began.</summary>
    public DateTimeOffset Note(ulong memberId, bool isHealthy, DateTimeOffset now)
    {
        if (!_members.TryGetValue(memberId, out var entry) || entry.IsHealthy != isHealthy)
        {
            _members[memberId] = entry = (isHealthy, now);
        }

        return entry.Since;
    }

    public void NoteQuorum(bool isConfirmed, DateTimeOffset now) => UnconfirmedSince = isConfirmed ? null : UnconfirmedSince ?? now;
}
