using System.Collections.Immutable;

namespace Operon.ApiServer.Storage;

/// <summary>The recent changes of one resource, bounded by bytes and age. Not thread-safe: the store's gate guards it.</summary>
internal sealed class EventHistory(long startRevision)
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private readonly Queue<StoreEvent> _events = new();
    private long _bytes;

    /// <summary>Changes after this revision are all here.</summary>
    public long LowMark { get; private set; } = startRevision;

    public void Append(StoreEvent change)
    {
        _events.Enqueue(change);
        _bytes += change.Object.Json.Length;
        while (_events.Count > 100 && (_bytes > MaxBytes || change.Time - _events.Peek().Time > MaxAge))
        {
            var dropped = _events.Dequeue();
            _bytes -= dropped.Object.Json.Length;
            LowMark = dropped.Revision;
        }
    }

    public void Compact(long revision)
    {
        _events.Clear();
        _bytes = 0;
        LowMark = revision;
    }

    public List<StoreEvent> After(long revision)
    {
        if (revision < LowMark)
        {
            throw new RevisionExpiredException(revision, LowMark);
        }

        var result = new List<StoreEvent>();
        foreach (var change in _events)
        {
            if (change.Revision > revision)
            {
                result.Add(change);
            }
        }

        return result;
    }

    /// <summary>Undoes every change after <paramref name="revision"/>, newest first.</summary>
    public ImmutableSortedSet<StoredObject> Rewind(ImmutableSortedSet<StoredObject> objects, long revision)
    {
        var changes = After(revision);
        if (changes.Count == 0)
        {
            return objects;
        }

        var builder = objects.ToBuilder();
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            var change = changes[i];
            builder.Remove(change.Object);
            if (change.Previous is not null)
            {
                builder.Add(change.Previous);
            }
        }

        return builder.ToImmutable();
    }
}
