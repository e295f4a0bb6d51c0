namespace Operon.ApiServer.Storage;

/// <summary>The watchers of one resource by namespace and by name, so that a change costs only those who may care. Guarded by the store's gate.</summary>
internal sealed class WatcherIndex
{
    private readonly Dictionary<(string Namespace, string? Name), HashSet<StoreWatcher>> _watchers = [];

    public void Add(StoreWatcher watcher)
    {
        var key = (watcher.Namespace, watcher.Name);
        if (!_watchers.TryGetValue(key, out var set))
        {
            _watchers[key] = set = [];
        }

        set.Add(watcher);
    }

    public void Remove(StoreWatcher watcher)
    {
        var key = (watcher.Namespace, watcher.Name);
        if (_watchers.TryGetValue(key, out var set) && set.Remove(watcher) && set.Count == 0)
        {
            _watchers.Remove(key);
        }
    }

    public IReadOnlyList<StoreWatcher> All() => [.. _watchers.Values.SelectMany(set => set)];

    public void Offer(StoreEvent change)
    {
        var obj = change.Object;
        Offer(("", null), change);
        Offer(("", obj.Name), change);
        if (obj.Namespace.Length > 0)
        {
            Offer((obj.Namespace, null), change);
            Offer((obj.Namespace, obj.Name), change);
        }
    }

    private void Offer((string, string?) key, StoreEvent change)
    {
        if (_watchers.TryGetValue(key, out var set))
        {
            set.RemoveWhere(watcher => !watcher.Offer(change));
        }
    }
}
