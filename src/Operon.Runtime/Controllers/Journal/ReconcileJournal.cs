using System.Runtime.InteropServices;

namespace Operon.Runtime;

/// <summary>
/// Slots of a fixed number, each in two lists: that of all, which links both ways, and that of its key, oldest first. A new record takes the oldest slot
/// of its key when the key has its share, else a new one, else the oldest of all.
/// </summary>
internal sealed class ReconcileJournal<TKey>(int capacity, TimeProvider time, Func<IReadOnlyList<(TKey Key, TimeSpan For)>> inWork) : IReconcileJournal
    where TKey : notnull, IEquatable<TKey>
{
    private const int MostPerKey = 16;
    private const int None = -1;
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, KeySlots> _keys = [];
    private readonly List<Slot> _slots = [];
    private int _oldest = None;
    private int _latest = None;

    public void Add(in JournalEntry<TKey> entry)
    {
        if (capacity == 0)
        {
            return;
        }

        lock (_lock)
        {
            var index = TakeSlot(entry.Key);
            ref var slot = ref CollectionsMarshal.AsSpan(_slots)[index];
            slot = new Slot { Entry = entry, Before = _latest, After = None, NextOfKey = None };
            if (_latest == None)
            {
                _oldest = index;
            }
            else
            {
                CollectionsMarshal.AsSpan(_slots)[_latest].After = index;
            }

            _latest = index;
            ref var ofKey = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, entry.Key, out var isKnown);
            if (isKnown)
            {
                CollectionsMarshal.AsSpan(_slots)[ofKey.Latest].NextOfKey = index;
                ofKey = ofKey with { Latest = index, Count = ofKey.Count + 1 };
            }
            else
            {
                ofKey = new KeySlots(index, index, 1);
            }
        }
    }

    public IReadOnlyList<ReconcileRecord> Of(string key) => Collect(int.MaxValue, entry => entry.Key.ToString() == key);

    public IReadOnlyList<ReconcileRecord> Recent(int most = 100) => Collect(most, _ => true);

    public IReadOnlyList<ReconcileInProgress> InProgress() => [.. inWork().Select(one => new ReconcileInProgress(one.Key.ToString()!, one.For))];

    private int TakeSlot(TKey key)
    {
        if (_keys.TryGetValue(key, out var ofKey) && ofKey.Count >= MostPerKey)
        {
            return Free(ofKey.Oldest);
        }

        if (_slots.Count < capacity)
        {
            _slots.Add(default);
            return _slots.Count - 1;
        }

        return Free(_oldest);
    }

    /// <summary>Unlinks a slot, which is the oldest of its key.</summary>
    private int Free(int index)
    {
        var slots = CollectionsMarshal.AsSpan(_slots);
        ref var slot = ref slots[index];
        if (slot.Before == None)
        {
            _oldest = slot.After;
        }
        else
        {
            slots[slot.Before].After = slot.After;
        }

        if (slot.After == None)
        {
            _latest = slot.Before;
        }
        else
        {
            slots[slot.After].Before = slot.Before;
        }

        var ofKey = _keys[slot.Entry.Key];
        if (ofKey.Count == 1)
        {
            _keys.Remove(slot.Entry.Key);
        }
        else
        {
            _keys[slot.Entry.Key] = ofKey with { Oldest = slot.NextOfKey, Count = ofKey.Count - 1 };
        }

        return index;
    }

    private List<ReconcileRecord> Collect(int most, Func<JournalEntry<TKey>, bool> selects)
    {
        var found = new List<JournalEntry<TKey>>();
        lock (_lock)
        {
            for (var i = _latest; i != None && found.Count < most; i = _slots[i].Before)
            {
                if (selects(_slots[i].Entry))
                {
                    found.Add(_slots[i].Entry);
                }
            }
        }

        var (now, stamp) = (time.GetUtcNow(), time.GetTimestamp());
        return [.. found.Select(entry => Record(entry, now - time.GetElapsedTime(entry.Started, stamp)))];
    }

    private static ReconcileRecord Record(in JournalEntry<TKey> entry, DateTimeOffset started) => new()
    {
        Key = entry.Key.ToString()!,
        ReconcileId = entry.ReconcileId,
        Causes = entry.Causes,
        Priority = entry.Priority,
        Attempt = entry.Attempt,
        Waited = entry.Waited,
        Started = started,
        Duration = entry.Duration,
        Outcome = entry.Outcome,
        Next = entry.Next,
        Error = entry.Error is { } error ? $"{error.GetType().Name}: {error.Message}" : null,
        Writes = entry.Writes ?? [],
        OwnEvents = entry.OwnEvents,
    };

    private struct Slot
    {
        public JournalEntry<TKey> Entry;
        public int Before;
        public int After;
        public int NextOfKey;
    }

    private readonly record struct KeySlots(int Oldest, int Latest, int Count);
}
