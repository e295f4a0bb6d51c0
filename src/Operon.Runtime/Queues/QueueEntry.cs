using System.Diagnostics;

namespace Operon.Runtime;

/// <summary>Where a key stands. One object per key that waits, is in work or has failed; reused afterwards.</summary>
internal sealed class QueueEntry<TKey>
{
    public TKey Key { get; set; } = default!;

    /// <summary>Was added and not handed out since.</summary>
    public bool IsPending { get; set; }

    /// <summary>A worker has it.</summary>
    public bool IsInWork { get; set; }

    public int Priority { get; set; }

    /// <summary>When a pending key is to be handed out, as a timestamp.</summary>
    public long Due { get; set; }

    /// <summary>Since when it waits for a worker, or since when a worker has it.</summary>
    public long Since { get; set; }

    public int Failures { get; set; }

    public WorkCauses Causes { get; set; }

    /// <summary>The trace in which it was added, when there was one.</summary>
    public ActivityContext Trigger { get; set; }

    /// <summary>The list it is in: a priority's, or that of the keys in work.</summary>
    public EntryList<TKey>? List { get; set; }

    public QueueEntry<TKey>? Previous { get; set; }

    public QueueEntry<TKey>? Next { get; set; }

    /// <summary>Place in the heap of delayed keys; -1 when it is not there.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>Keys that are due at the same time come in the order in which they were delayed.</summary>
    public long Order { get; set; }

    public bool IsIdle => !IsPending && !IsInWork && Failures == 0;

    public void Reset()
    {
        Key = default!;
        Priority = 0;
        Causes = default;
        Trigger = default;
    }
}
