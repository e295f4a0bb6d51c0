using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

#pragma warning disable CA1001 // A token source without a timer holds nothing to dispose of.
public sealed partial class ControllerManager
#pragma warning restore CA1001
{
    /// <summary>The namespaces all caches watch that do not choose their own; may be changed while the manager runs.</summary>
    public NamespaceScope Namespaces { get; }

    /// <summary>
    /// Stops the cache of a resource and frees its memory; the watch ends when no other representation needs it. Its subscribers hear nothing more, and
    /// the next <see cref="Cache{T}"/> starts a new one. False when there was none.
    /// </summary>
    public bool RemoveCache<T>(ResourceKind<T> kind, CacheOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => _caches.Remove(kind, options);

    /// <summary>
    /// A client that reads from the caches and writes live. The first read of a kind starts its cache and waits until it is filled
    /// (<see cref="CachingOptions.ReadsStartCaches"/>); a read waits until the caches show what was written through this or <see cref="Client"/>
    /// before, at most <see cref="ControllerManagerOptions.ReadYourWritesTimeout"/>. Objects are copies. Watches, subresources, reads at a resource
    /// version, and kinds set to <see cref="CachingOptions.ReadLive"/> go to the server.
    /// </summary>
    public IKubernetesClient CachedClient => field ??= new CachedClient(Client, _caches, Writes, Settings);

    /// <summary>
    /// Adds another cluster, whose caches run as long as this manager's. <paramref name="name"/> tells it apart in metrics and health checks
    /// (<c>caches-name</c>); the client stays the caller's to dispose. A reconcile waits for its writes to its own cluster only.
    /// </summary>
    public ManagedCluster AddCluster(string name, IKubernetesClient client, CachingOptions? caching = null, IEnumerable<string>? namespaces = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var cluster = new ManagedCluster(name, client, Settings with { Caching = caching ?? new CachingOptions(), Cluster = name }, new NamespaceScope(namespaces));
        Health.Readiness.Add($"caches-{name}", () => cluster.HasSynced ? HealthResult.Healthy : HealthResult.Unhealthy("some caches are not filled yet"));
        cluster.Caches.Start(StartCache);
        return cluster;
    }
}
