namespace Operon.Runtime;

/// <summary>Keys that are not due yet: a binary heap in which each entry knows its place, so that a delay can be shortened or dropped.</summary>
internal sealed class DelayedKeys<TKey>
{
    private readonly List<QueueEntry<TKey>> _heap = [];
    private long _order;

    public int Count => _heap.Count;

    /// <summary>The entry that is due first.</summary>
    public QueueEntry<TKey>? First => _heap.Count > 0 ? _heap[0] : null;

    /// <summary>Adds an entry, or moves it after its time changed.</summary>
    public void Put(QueueEntry<TKey> entry)
    {
        if (entry.HeapIndex < 0)
        {
            entry.HeapIndex = _heap.Count;
            entry.Order = _order++;
            _heap.Add(entry);
        }

        Rise(entry);
        Sink(entry);
    }

    public void Remove(QueueEntry<TKey> entry)
    {
        var index = entry.HeapIndex;
        entry.HeapIndex = -1;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last == entry)
        {
            return;
        }

        Place(last, index);
        Sink(last);
        Rise(last);
    }

    private void Rise(QueueEntry<TKey> entry)
    {
        while (entry.HeapIndex > 0 && _heap[(entry.HeapIndex - 1) / 2] is var parent && IsBefore(entry, parent))
        {
            Swap(entry, parent);
        }
    }

    private void Sink(QueueEntry<TKey> entry)
    {
        while (true)
        {
            var child = (entry.HeapIndex * 2) + 1;
            if (child >= _heap.Count)
            {
                return;
            }

            if (child + 1 < _heap.Count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (IsBefore(entry, _heap[child]))
            {
                return;
            }

            Swap(entry, _heap[child]);
        }
    }

    private static bool IsBefore(QueueEntry<TKey> one, QueueEntry<TKey> other) =>
        one.Due < other.Due || (one.Due == other.Due && one.Order < other.Order);

    private void Swap(QueueEntry<TKey> one, QueueEntry<TKey> other)
    {
        var index = one.HeapIndex;
        Place(one, other.HeapIndex);
        Place(other, index);
    }

    private void Place(QueueEntry<TKey> entry, int index)
    {
        _heap[index] = entry;
        entry.HeapIndex = index;
    }
}
