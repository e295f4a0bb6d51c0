using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Storage;

/// <summary>Removes Events nobody has touched for an hour.</summary>
internal sealed class EventExpiry(ObjectStore store, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Revision -> when it was first seen. The age of an Event counts from its last write, as with etcd's lease.
    private readonly Dictionary<string, (long Revision, DateTimeOffset Seen)> _seen = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await SweepAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    public async Task SweepAsync()
    {
        var now = time.GetUtcNow();
        var events = store.State.Objects(StorageNames.Events);
        var present = new HashSet<string>();
        foreach (var item in events)
        {
            present.Add(item.Key);
            if (!_seen.TryGetValue(item.Key, out var seen) || seen.Revision != item.Revision)
            {
                _seen[item.Key] = (item.Revision, now);
            }
            else if (now - seen.Seen >= Lifetime)
            {
                try
                {
                    await store.DeleteAsync(item, ObjectDraft.Encode(item.Decode(), item.Index)).ConfigureAwait(false);
                }
                catch (StoreConflictException)
                {
                    // Written or deleted meanwhile; the next sweep looks again.
                }
            }
        }

        foreach (var key in _seen.Keys.Where(key => !present.Contains(key)).ToList())
        {
            _seen.Remove(key);
        }
    }
}
