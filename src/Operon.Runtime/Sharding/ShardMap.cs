namespace Operon.Runtime;

/// <summary>The shards of this replica, and how many reconciles are in flight in each.</summary>
internal sealed class ShardMap(int count, ShardBy by)
{
    private readonly Lock _lock = new();
    private readonly ShardPhase[] _phases = new ShardPhase[count];
    private readonly int[] _busy = new int[count];
    private readonly List<Action<int>> _taken = [];

    public int Count => count;

    public int ShardOf<TKey>(TKey key)
        where TKey : notnull => ShardKeys.ShardOf(key, count, by);

    /// <summary>Calls <paramref name="taken"/> with each shard that becomes this replica's.</summary>
    public void OnTaken(Action<int> taken)
    {
        lock (_lock)
        {
            _taken.Add(taken);
        }
    }

    public IReadOnlyList<int> In(ShardPhase phase)
    {
        lock (_lock)
        {
            return [.. Enumerable.Range(0, count).Where(shard => _phases[shard] == phase)];
        }
    }

    /// <summary>Begins a reconcile in the shard; false when it is not this replica's to begin.</summary>
    public bool TryEnter(int shard)
    {
        lock (_lock)
        {
            if (_phases[shard] != ShardPhase.Held)
            {
                return false;
            }

            _busy[shard]++;
            return true;
        }
    }

    /// <summary>Ends a reconcile begun by <see cref="TryEnter"/>.</summary>
    public void Leave(int shard)
    {
        lock (_lock)
        {
            _busy[shard]--;
        }
    }

    /// <summary>Lets reconciles begin, and tells all controllers.</summary>
    public void Take(int shard)
    {
        Action<int>[] taken;
        lock (_lock)
        {
            _phases[shard] = ShardPhase.Held;
            taken = [.. _taken];
        }

        foreach (var tell in taken)
        {
            tell(shard);
        }
    }

    public void Drain(int shard) => Set(shard, ShardPhase.Draining);

    /// <summary>Nothing is in flight in a draining shard any more.</summary>
    public bool IsDrained(int shard)
    {
        lock (_lock)
        {
            return _phases[shard] == ShardPhase.Draining && _busy[shard] == 0;
        }
    }

    public void LetGo(int shard) => Set(shard, ShardPhase.Foreign);

    private void Set(int shard, ShardPhase phase)
    {
        lock (_lock)
        {
            _phases[shard] = phase;
        }
    }
}
