using System.Net;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

internal sealed class CachedResourceClient<T>(IResourceClient<T> live, Caches caches, WriteLog log, CachingOptions options) : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public ResourceKind<T> Kind => live.Kind;

    public async Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken, string? subresource = null) =>
        subresource is not null
            ? await live.GetAsync(namespaceName, name, cancellationToken, subresource)
            : await FindAsync(namespaceName, name, cancellationToken)
                ?? throw new KubernetesApiException(HttpStatusCode.NotFound, "NotFound", $"{Kind.Type.GroupResource} \"{name}\" not found");

    public async Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken)
    {
        var cache = await CacheAsync(cancellationToken);
        var key = new ObjectKey(Kind.Type.IsNamespaced ? namespaceName : null, name);
        ThrowIfNotWatched(cache, key);
        await log.WaitAsync(Kind.Type, key, null, cancellationToken);
        return cache.Find(key) is { } found ? Own(found) : null;
    }

    public async Task<ResourceList<T>> ListAsync(string? namespaceName, ListOptions? options, CancellationToken cancellationToken)
    {
        if (options is { ResourceVersion: not null } or { ResourceVersionMatch: not null })
        {
            return await live.ListAsync(namespaceName, options, cancellationToken);
        }

        if (options is { Continue: not null })
        {
            throw new ArgumentException($"A cached list of {Kind.Type.GroupResource} has no pages, so it cannot continue one; leave Continue out.", nameof(options));
        }

        var fields = CachedFieldSelector.Parse(options?.FieldSelector);
        var cache = await CacheAsync(cancellationToken);
        if (fields.Indexed.Keys.FirstOrDefault(field => !cache.HasIndex(field)) is { } missing)
        {
            throw new ArgumentException(
                $"The cache of {Kind.Type.GroupResource} has no index '{missing}'; add it with AddIndex(\"{missing}\", ...) or read through the manager's live Client.", nameof(options));
        }

        if (namespaceName is not null)
        {
            ThrowIfNotWatched(cache, new ObjectKey(namespaceName, ""));
        }

        await WaitForWritesAsync(namespaceName, cancellationToken);
        return Read(cache, namespaceName, options, fields);
    }

    public Task<T> CreateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        live.CreateAsync(resource, cancellationToken, options, subresource);

    public Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        live.UpdateAsync(resource, cancellationToken, options, subresource);

    public Task<T> PatchAsync(
        string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        live.PatchAsync(namespaceName, name, patch, cancellationToken, options, subresource);

    public Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null) =>
        live.ApplyAsync(resource, options, cancellationToken, subresource);

    public Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        live.DeleteAsync(namespaceName, name, cancellationToken, options);

    public Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        live.DeleteCollectionAsync(namespaceName, selection, cancellationToken, options);

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName, WatchOptions? options, CancellationToken cancellationToken) =>
        live.WatchAsync(namespaceName, options, cancellationToken);

    public ISubresourceClient<TBody> Subresource<TBody>(Subresource<TBody> subresource)
        where TBody : class => live.Subresource(subresource);

    private async Task<Informer<T>> CacheAsync(CancellationToken cancellationToken)
    {
        if (!caches.IsStarted)
        {
            throw new InvalidOperationException(
                $"The caches do not run yet, so {Kind.Type.GroupResource} cannot be read from them. Read in a controller or runnable, or through the manager's live Client.");
        }

        var cache = caches.Find(Kind, null) ?? (options.ReadsStartCaches
            ? caches.Get(Kind, null)
            : throw new CacheMissingException(
                $"Nobody watches {Kind.Type.GroupResource} as {typeof(T).Name}, and reads may not start caches. Ask for the cache before the manager runs (manager.Cache), or let the kind be read live (CachingOptions.ReadLive)."));
        await cache.WaitForSyncAsync(cancellationToken);
        return cache;
    }

    private ResourceList<T> Read(Informer<T> cache, string? namespaceName, ListOptions? options, CachedFieldSelector fields)
    {
        var version = cache.ResourceVersionOf(namespaceName) ?? "";
        if (fields.Namespace is not null && namespaceName is not null && fields.Namespace != namespaceName)
        {
            return new ResourceList<T>([], version, null);
        }

        IEnumerable<T> found = cache.Select(new CacheQuery { Namespace = namespaceName ?? fields.Namespace, LabelSelector = options?.LabelSelector, Fields = fields.Indexed });
        found = fields.Name is null ? found : found.Where(resource => resource.Metadata.Name == fields.Name);
        found = options?.Limit is { } limit and > 0 ? found.Take(limit) : found;
        return new ResourceList<T>([.. found.Select(Own)], version, null);
    }

    private async Task WaitForWritesAsync(string? namespaceName, CancellationToken cancellationToken)
    {
        foreach (var key in log.PendingOf(Kind.Type).Where(key => namespaceName is null || key.Namespace == namespaceName))
        {
            if (!await log.WaitAsync(Kind.Type, key, null, cancellationToken))
            {
                // The time is used up; a list of many must not wait once for each.
                return;
            }
        }
    }

    private void ThrowIfNotWatched(Informer<T> cache, ObjectKey key)
    {
        if (!cache.Watches(key))
        {
            throw new CacheMissingException(
                $"Namespace '{key.Namespace}' is not among those the cache of {Kind.Type.GroupResource} watches; add it to the manager's Namespaces or read through the live Client.");
        }
    }

    private T Own(T resource) => options.CopyOnRead ? Kind.Copy(resource) : resource;
}
