using System.Collections.Concurrent;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>
/// Remembers the writes of a controller that its cache has not shown yet. Until they show, counting cached pods would create or
/// delete them a second time.
/// </summary>
internal sealed class PendingWrites(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, DateTimeOffset>> _created = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, DateTimeOffset>> _deleted = new();

    public void Created(string ownerUid, string uid) => _created.GetOrAdd(ownerUid, _ => new())[uid] = time.GetUtcNow();

    public void Deleted(string ownerUid, string uid) => _deleted.GetOrAdd(ownerUid, _ => new())[uid] = time.GetUtcNow();

    /// <summary>
    /// Whether the cache has caught up: created objects were seen, deleted ones are no longer active. A write that stays unseen
    /// (created and gone between two looks) is forgotten after ten seconds.
    /// </summary>
    public bool HaveShown(string ownerUid, Func<string, bool> isCached, Func<string, bool> isActive)
    {
        var oldest = time.GetUtcNow() - Patience;
        Forget(_created, ownerUid, (uid, at) => isCached(uid) || at < oldest);
        Forget(_deleted, ownerUid, (uid, at) => !isActive(uid) || at < oldest);
        return !_created.ContainsKey(ownerUid) && !_deleted.ContainsKey(ownerUid);
    }

    public void Forget(string ownerUid)
    {
        _created.TryRemove(ownerUid, out _);
        _deleted.TryRemove(ownerUid, out _);
    }

    private static void Forget(
        ConcurrentDictionary<string, ConcurrentDictionary<string, DateTimeOffset>> writes, string owner, Func<string, DateTimeOffset, bool> isDone)
    {
        if (!writes.TryGetValue(owner, out var pending))
        {
            return;
        }

        foreach (var (uid, at) in pending)
        {
            if (isDone(uid, at))
            {
                pending.TryRemove(uid, out _);
            }
        }

        if (pending.IsEmpty)
        {
            writes.TryRemove(owner, out _);
        }
    }
}
