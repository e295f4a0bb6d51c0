namespace Operon.Runtime;

/// <summary>Entries in order, linked through themselves: nothing is allocated, and any of them leaves in constant time.</summary>
internal sealed class EntryList<TKey>(int priority)
{
    private readonly KeyValuePair<string, object?> _tag = new("priority", priority);

    public int Priority => priority;

    /// <summary>The label of the depth metric.</summary>
    public KeyValuePair<string, object?> Tag => _tag;

    public QueueEntry<TKey>? First { get; private set; }

    public QueueEntry<TKey>? Last { get; private set; }

    public int Count { get; private set; }

    public void Append(QueueEntry<TKey> entry)
    {
        entry.List = this;
        entry.Previous = Last;
        if (Last is null)
        {
            First = entry;
        }
        else
        {
            Last.Next = entry;
        }

        Last = entry;
        Count++;
    }

    public void Remove(QueueEntry<TKey> entry)
    {
        if (entry.Previous is null)
        {
            First = entry.Next;
        }
        else
        {
            entry.Previous.Next = entry.Next;
        }

        if (entry.Next is null)
        {
            Last = entry.Previous;
        }
        else
        {
            entry.Next.Previous = entry.Previous;
        }

        entry.Previous = entry.Next = null;
        entry.List = null;
        Count--;
    }
}
