namespace Operon.Runtime;

/// <summary>
/// The keys of one controller by shard. Keys of shards that are not this replica's are put aside instead of worked on; when it gets the shard, all keys
/// known of it are worked on, as a new leader would.
/// </summary>
internal sealed class ShardedKeys<TKey>
    where TKey : notnull, IEquatable<TKey>
{
    private static readonly TimeSpan _keepGone = TimeSpan.FromHours(1);
    private readonly Lock _lock = new();
    private readonly ShardMap _map;
    private readonly Func<TKey, bool>? _exists;
    private readonly Action<TKey> _add;
    private readonly TimeProvider _time;

    // Each key with the time at which it was put aside without an object behind it; null for all others.
    private readonly Dictionary<TKey, long?>[] _keys;
    private readonly Queue<(TKey Key, long Since)> _gone = [];

    public ShardedKeys(ShardMap map, Func<TKey, bool>? exists, Action<TKey> add, TimeProvider time)
    {
        _map = map;
        _exists = exists;
        _add = add;
        _time = time;
        _keys = [.. Enumerable.Range(0, map.Count).Select(_ => new Dictionary<TKey, long?>())];
        map.OnTaken(Taken);
    }

    /// <summary>Keys that are remembered.</summary>
    public int Known
    {
        get
        {
            lock (_lock)
            {
                return _keys.Sum(keys => keys.Count);
            }
        }
    }

    /// <summary>Begins a reconcile; false when the key is put aside.</summary>
    public bool TryEnter(TKey key)
    {
        var shard = _map.ShardOf(key);
        lock (_lock)
        {
            // Under the lock, so that a shard taken in between finds the key.
            var isOurs = _map.TryEnter(shard);
            if (isOurs)
            {
                _keys[shard][key] = null;
            }
            else
            {
                PutAside(_keys[shard], key);
            }

            return isOurs;
        }
    }

    public void Leave(TKey key)
    {
        var shard = _map.ShardOf(key);
        if (_exists?.Invoke(key) == false)
        {
            // Its work is done, or waits in the queue.
            lock (_lock)
            {
                _keys[shard].Remove(key);
            }
        }

        _map.Leave(shard);
    }

    private void PutAside(Dictionary<TKey, long?> keys, TKey key)
    {
        if (_exists?.Invoke(key) != false)
        {
            keys[key] = null;
            return;
        }

        // The replica that has the shard sees the deletion, too. Should it die, this one reconciles the key; after an hour nobody needs it.
        var now = _time.GetTimestamp();
        keys[key] = now;
        _gone.Enqueue((key, now));
        while (_gone.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.Since, now) > _keepGone)
        {
            _gone.Dequeue();
            var old = _keys[_map.ShardOf(oldest.Key)];
            if (old.TryGetValue(oldest.Key, out var since) && since == oldest.Since)
            {
                old.Remove(oldest.Key);
            }
        }
    }

    private void Taken(int shard)
    {
        TKey[] keys;
        lock (_lock)
        {
            keys = [.. _keys[shard].Keys];
        }

        foreach (var key in keys)
        {
            _add(key);
        }
    }
}
