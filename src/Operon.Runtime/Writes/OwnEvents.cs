namespace Operon.Runtime;

/// <summary>
/// Keeps events that a controller's own writes caused from waking it. An event of a key in work is held until the reconcile has ended, because the
/// watch may be faster than the answer to the write; those that turn out to be the reconcile's own are dropped, the others wake the key then. Only
/// what is exactly the version the same key wrote is ever dropped.
/// </summary>
internal sealed class OwnEvents<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    private const int MostHeld = 32;
    private const int MostRemembered = 4096;
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, List<HeldEvent>?> _inWork = [];
    private readonly Dictionary<OwnWriteId, (TKey By, OwnWrite Write)> _writes = [];
    private readonly Queue<OwnWriteId> _order = new();

    public void Begin(TKey key)
    {
        lock (_lock)
        {
            _inWork[key] = null;
        }
    }

    /// <summary>The events that came meanwhile, which the caller judges with <see cref="IsOwn"/>.</summary>
    public List<HeldEvent>? End(TKey key)
    {
        lock (_lock)
        {
            _inWork.Remove(key, out var held);
            return held;
        }
    }

    /// <summary>The writer of <paramref name="key"/> made a version. The oldest are forgotten: their events then wake the key once more.</summary>
    public void Wrote(TKey key, OwnWrite write)
    {
        lock (_lock)
        {
            if (!_writes.TryAdd(write.Id, (key, write)))
            {
                return;
            }

            _order.Enqueue(write.Id);
            if (_order.Count > MostRemembered)
            {
                _writes.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Whether the key need not be woken by this event: not at all, or not before it has been judged.</summary>
    public Kept Keeps(TKey key, IObjectEvent current, WorkCause cause, int priority)
    {
        if (current.Id is not { } id)
        {
            return Kept.No;
        }

        (TKey By, OwnWrite Write) known;
        lock (_lock)
        {
            if (_inWork.TryGetValue(key, out var held))
            {
                if (held?.Count >= MostHeld)
                {
                    return Kept.No;
                }

                held ??= _inWork[key] = [];
                held.Add(new HeldEvent(current, cause, priority));
                return Kept.Held;
            }

            if (!_writes.TryGetValue(id, out known))
            {
                return Kept.No;
            }
        }

        return Explains(known, key, current) ? Kept.Dropped : Kept.No;
    }

    public bool IsOwn(TKey key, in HeldEvent held)
    {
        (TKey By, OwnWrite Write) known;
        lock (_lock)
        {
            if (held.Event.Id is not { } id || !_writes.TryGetValue(id, out known))
            {
                return false;
            }
        }

        return Explains(known, key, held.Event);
    }

    private static bool Explains(in (TKey By, OwnWrite Write) known, TKey key, IObjectEvent happened) =>
        known.By.Equals(key) && (known.Write.IsCertain || happened.IsExplainedBy(known.Write));
}
