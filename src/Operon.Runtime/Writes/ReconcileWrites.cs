namespace Operon.Runtime;

/// <summary>What the reconciles of one key wrote since the last one began.</summary>
internal sealed class ReconcileWrites
{
    private readonly Lock _lock = new();
    private List<PendingWrite> _writes = [];

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _writes.Count == 0;
            }
        }
    }

    public void Add(PendingWrite write)
    {
        lock (_lock)
        {
            _writes.RemoveAll(known => known.Key == write.Key && known.Type == write.Type);
            _writes.Add(write);
        }
    }

    public List<PendingWrite> Take()
    {
        lock (_lock)
        {
            var taken = _writes;
            _writes = [];
            return taken;
        }
    }
}
