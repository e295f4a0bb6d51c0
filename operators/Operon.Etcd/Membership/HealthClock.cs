namespace Operon.Etcd.Membership;

/// <summary>Remembers since when each member of one cluster has been healthy or not, and since when no quorum was confirmed.</summary>
internal sealed class HealthClock
{
    private readonly Dictionary<ulong, (bool IsHealthy, DateTimeOffset Since)> _members = [];
    private readonly Dictionary<string, string> _containers = [];
    private readonly HashSet<string> _restarted = [];

    public DateTimeOffset? UnconfirmedSince { get; private set; }

    /// <summary>Notes which container a pod runs: with another one the health of its member begins anew, even when nobody saw it down in between.</summary>
    public void NoteContainer(string pod, string container)
    {
        if (_containers.TryGetValue(pod, out var before) && before != container)
        {
            _restarted.Add(pod);
        }

        _containers[pod] = container;
    }

    /// <summary>Notes the health of a member, whose pod is <paramref name="pod"/>, now; gives the time this state began.</summary>
    public DateTimeOffset Note(ulong memberId, string pod, bool isHealthy, DateTimeOffset now)
    {
        if (_restarted.Remove(pod) || !_members.TryGetValue(memberId, out var entry) || entry.IsHealthy != isHealthy)
        {
            _members[memberId] = entry = (isHealthy, now);
        }

        return entry.Since;
    }

    public void NoteQuorum(bool isConfirmed, DateTimeOffset now) => UnconfirmedSince = isConfirmed ? null : UnconfirmedSince ?? now;
}
