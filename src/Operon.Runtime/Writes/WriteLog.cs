using System.Collections.Concurrent;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Remembers what was written, so that a later reconcile can wait until the caches show it: by object, and by the reconcile that wrote it.
/// </summary>
internal sealed class WriteLog(Caches caches, ManagerSettings settings)
{
    private const int PruneAbove = 1024;
    private static readonly AsyncLocal<ReconcileWrites?> _current = new();
    private readonly ConcurrentDictionary<(string GroupResource, ObjectKey Key), PendingWrite> _writes = [];

    /// <summary>Collects the writes of the calling asynchronous flow in <paramref name="writes"/>.</summary>
    public static void Enter(ReconcileWrites? writes) => _current.Value = writes;

    /// <summary>Notes what the calling reconcile did, for its journal and against being woken by it.</summary>
    public static void Note(in ReconcileWrite write, OwnWrite? own) => _current.Value?.Note(write, own);

    public void Record(PendingWrite write)
    {
        if (!caches.Of(write.Type).Any())
        {
            return;
        }

        write = write with { Time = settings.Time.GetTimestamp() };
        var id = (write.Type.GroupResource, write.Key);
        write = _writes.AddOrUpdate(id, write, (_, before) => write with { Version = Math.Max(write.Version, before.Version) });
        if (settings.Cluster is null)
        {
            // A reconcile waits for the caches of its own cluster only.
            _current.Value?.Add(write);
        }

        if (_writes.Count > PruneAbove)
        {
            Prune();
        }
    }

    /// <summary>
    /// Waits until all caches show the object (when there is a type) and everything in <paramref name="writes"/> as written. False when that took longer
    /// than the settings allow.
    /// </summary>
    public ValueTask<bool> WaitAsync(ResourceType? type, ObjectKey key, ReconcileWrites? writes, CancellationToken cancellationToken)
    {
        var pending = writes?.Take();
        if (type is not null && !_writes.IsEmpty && _writes.TryGetValue((type.GroupResource, key), out var own) && pending?.Contains(own) != true)
        {
            (pending ??= []).Add(own);
        }

        return pending is null ? new(true) : new(WaitAsync(pending, cancellationToken));
    }

    private async Task<bool> WaitAsync(List<PendingWrite> pending, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.ReadYourWritesTimeout, settings.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            foreach (var write in pending)
            {
                foreach (var cache in caches.Of(write.Type).Where(cache => cache.HasSynced && cache.Covers(write)))
                {
                    await cache.WaitUntilSeenAsync(write, linked.Token);
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            foreach (var write in pending)
            {
                _writes.TryRemove(new KeyValuePair<(string, ObjectKey), PendingWrite>((write.Type.GroupResource, write.Key), write));
            }
        }
    }

    /// <summary>The objects of a kind whose last write no one has waited for yet.</summary>
    public IReadOnlyList<ObjectKey> PendingOf(ResourceType type) =>
        [.. _writes.Keys.Where(id => id.GroupResource == type.GroupResource).Select(id => id.Key)];

    private void Prune()
    {
        foreach (var pair in _writes)
        {
            if (settings.Time.GetElapsedTime(pair.Value.Time) > settings.ReadYourWritesTimeout)
            {
                _writes.TryRemove(pair);
            }
        }
    }
}
