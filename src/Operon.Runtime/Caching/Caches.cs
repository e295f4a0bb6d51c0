using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>One informer per resource, representation and selection, shared by everybody who asks; one feed per resource and selection.</summary>
internal sealed class Caches(IKubernetesClient client, NamespaceScope namespaces, ManagerSettings settings)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(object Selection, Type Representation), CacheEntry> _caches = [];
    private readonly Dictionary<object, FeedEntry> _feeds = [];
    private Action<Func<CancellationToken, Task>>? _start;

    public bool IsStarted
    {
        get
        {
            lock (_lock)
            {
                return _start is not null;
            }
        }
    }

    public Informer<T> Get<T>(ResourceKind<T> kind, CacheOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var selection = Selection(kind, options);
        lock (_lock)
        {
            if (_caches.TryGetValue((selection.Id, typeof(T)), out var known))
            {
                return (Informer<T>)known.Cache;
            }

            var informer = new Informer<T>(kind, settings);
            var entry = new CacheEntry(informer, informer, new CancellationTokenSource());
            _caches.Add((selection.Id, typeof(T)), entry);
            if (!_feeds.TryGetValue(selection.Id, out var feed))
            {
                feed = new FeedEntry(new CacheFeed(client, kind.Type, selection, settings), new CancellationTokenSource());
                _feeds.Add(selection.Id, feed);
                Start(feed.Feed.RunAsync, feed.Stop);
            }

            feed.Feed.Attach(informer);
            Start(informer.RunAsync, entry.Stop);
            return informer;
        }
    }

    /// <summary>The cache when somebody has asked for it before.</summary>
    public Informer<T>? Find<T>(ResourceKind<T> kind, CacheOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var selection = Selection(kind, options);
        lock (_lock)
        {
            return _caches.TryGetValue((selection.Id, typeof(T)), out var known) ? (Informer<T>)known.Cache : null;
        }
    }

    /// <summary>Stops a cache and forgets it; its watch ends with its last representation. False when there was none.</summary>
    public bool Remove<T>(ResourceKind<T> kind, CacheOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var selection = Selection(kind, options);
        lock (_lock)
        {
            if (!_caches.Remove((selection.Id, typeof(T)), out var entry))
            {
                return false;
            }

            entry.Stop.Cancel();
            var feed = _feeds[selection.Id];
            feed.Feed.Detach(entry.Form);
            if (!_caches.Keys.Any(id => id.Selection.Equals(selection.Id)))
            {
                _feeds.Remove(selection.Id);
                feed.Stop.Cancel();
            }

            return true;
        }
    }

    /// <summary>Gives <paramref name="start"/> everything there is to run, now and later.</summary>
    public void Start(Action<Func<CancellationToken, Task>> start)
    {
        lock (_lock)
        {
            _start = start;
            foreach (var feed in _feeds.Values)
            {
                Start(feed.Feed.RunAsync, feed.Stop);
            }

            foreach (var entry in _caches.Values)
            {
                Start(entry.Cache.RunAsync, entry.Stop);
            }
        }
    }

    public IReadOnlyList<ICache> All()
    {
        lock (_lock)
        {
            return [.. _caches.Values.Select(entry => entry.Cache)];
        }
    }

    public IEnumerable<ICache> Of(ResourceType type) =>
        All().Where(cache => cache.Type.Plural == type.Plural && cache.Type.Group == type.Group);

    private CacheSelection Selection<T>(ResourceKind<T> kind, CacheOptions? options)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(kind.Type, settings.Caching.Resolve(kind.Type, options), namespaces);

    private void Start(Func<CancellationToken, Task> run, CancellationTokenSource stop) => _start?.Invoke(async cancellationToken =>
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        await run(linked.Token);
    });

    private sealed record CacheEntry(ICache Cache, ICacheForm Form, CancellationTokenSource Stop);

    private sealed record FeedEntry(CacheFeed Feed, CancellationTokenSource Stop);
}
