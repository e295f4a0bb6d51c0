using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Reads from caches, writes through <paramref name="live"/>.</summary>
internal sealed class CachedClient(IKubernetesClient live, Caches caches, WriteLog log, ManagerSettings settings) : IKubernetesClient
{
    public Uri Server => live.Server;

    public string DefaultNamespace => live.DefaultNamespace;

    public IResourceClient<T> Resource<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var resource = live.Resource(kind);
        var isLive = settings.Caching.IsLive(kind.Type) || (typeof(T) == typeof(UntypedObject) && !settings.Caching.CacheUntypedReads);
        return isLive ? resource : new CachedResourceClient<T>(resource, caches, log, settings.Caching);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => live.SendAsync(request, cancellationToken);

    /// <summary>The live client belongs to whoever made it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
