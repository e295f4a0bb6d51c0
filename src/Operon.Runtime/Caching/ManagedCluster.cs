using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Another cluster a manager works with: its client and its caches.</summary>
public sealed class ManagedCluster
{
    internal ManagedCluster(string name, IKubernetesClient client, ManagerSettings settings, NamespaceScope namespaces)
    {
        Name = name;
        Namespaces = namespaces;
        Caches = new Caches(client, namespaces, settings);
        var writes = new WriteLog(Caches, settings);
        Client = new RecordingClient(client, writes);
        CachedClient = new CachedClient(Client, Caches, writes, settings);
    }

    /// <summary>The name in metrics and health checks.</summary>
    public string Name { get; }

    /// <summary>The namespaces its caches watch; may be changed while they run.</summary>
    public NamespaceScope Namespaces { get; }

    /// <summary>Reads and writes live.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>Reads from the caches, writes live.</summary>
    public IKubernetesClient CachedClient { get; }

    /// <summary>Whether every cache there is has been filled.</summary>
    public bool HasSynced => Caches.All().All(cache => cache.HasSynced);

    internal Caches Caches { get; }

    /// <summary>The cache of a resource of this cluster, shared with everybody who asks for the same.</summary>
    public IInformer<T> Cache<T>(ResourceKind<T> kind, CacheOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => Caches.Get(kind, options);

    /// <summary>Stops a cache; false when there was none.</summary>
    public bool RemoveCache<T>(ResourceKind<T> kind, CacheOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => Caches.Remove(kind, options);

    /// <summary>Waits until every cache there is now is filled.</summary>
    public Task WaitForCachesAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Caches.All().Select(cache => cache.WaitForSyncAsync(cancellationToken)));
}
