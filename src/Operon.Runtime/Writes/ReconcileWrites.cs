namespace Operon.Runtime;

/// <summary>What the reconciles of one key wrote since the last one began.</summary>
/// <param name="wrote">Is told of each write whose event the key shall not be woken by.</param>
internal sealed class ReconcileWrites(Action<OwnWrite>? wrote = null)
{
    private const int MostNoted = 16;
    private readonly Lock _lock = new();
    private List<PendingWrite>? _pending;
    private List<ReconcileWrite>? _noted;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _pending is not { Count: > 0 };
            }
        }
    }

    /// <summary>A write was made, whether or not a cache will show it.</summary>
    public void Note(in ReconcileWrite write, OwnWrite? own)
    {
        lock (_lock)
        {
            _noted ??= [];
            if (_noted.Count < MostNoted)
            {
                _noted.Add(write);
            }
        }

        if (own is not null)
        {
            wrote?.Invoke(own);
        }
    }

    /// <summary>A write that caches will show.</summary>
    public void Add(PendingWrite write)
    {
        lock (_lock)
        {
            _pending ??= [];
            _pending.RemoveAll(known => known.Key == write.Key && known.Type == write.Type);
            _pending.Add(write);
        }
    }

    public List<PendingWrite>? Take()
    {
        lock (_lock)
        {
            var taken = _pending;
            _pending = null;
            return taken;
        }
    }

    /// <summary>The first writes since the beginning.</summary>
    public IReadOnlyList<ReconcileWrite> Noted()
    {
        lock (_lock)
        {
            return _noted is null ? [] : [.. _noted];
        }
    }
}
