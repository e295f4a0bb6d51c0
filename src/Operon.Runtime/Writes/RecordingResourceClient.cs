using System.Globalization;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

internal sealed class RecordingResourceClient<T>(IResourceClient<T> client, WriteLog log) : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public ResourceKind<T> Kind => client.Kind;

    public Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken, string? subresource = null) =>
        client.GetAsync(namespaceName, name, cancellationToken, subresource);

    public Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken) =>
        client.FindAsync(namespaceName, name, cancellationToken);

    public Task<ResourceList<T>> ListAsync(string? namespaceName, ListOptions? options, CancellationToken cancellationToken) =>
        client.ListAsync(namespaceName, options, cancellationToken);

    public async Task<T> CreateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        Written(await client.CreateAsync(resource, cancellationToken, options, subresource), options, subresource);

    public async Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        Written(await client.UpdateAsync(resource, cancellationToken, options, subresource), options, subresource);

    public async Task<T> PatchAsync(
        string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        Written(await client.PatchAsync(namespaceName, name, patch, cancellationToken, options, subresource), options, subresource);

    public async Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null) =>
        Written(await client.ApplyAsync(resource, options, cancellationToken, subresource), options, subresource);

    public async Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null)
    {
        await client.DeleteAsync(namespaceName, name, cancellationToken, options);
        log.Record(new PendingWrite(Kind.Type, new ObjectKey(Kind.Type.IsNamespaced ? namespaceName : null, name), options?.PreconditionUid, 0, IsDelete: true, null, 0));
    }

    public Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        client.DeleteCollectionAsync(namespaceName, selection, cancellationToken, options);

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName, WatchOptions? options, CancellationToken cancellationToken) =>
        client.WatchAsync(namespaceName, options, cancellationToken);

    public ISubresourceClient<TBody> Subresource<TBody>(Subresource<TBody> subresource)
        where TBody : class => new RecordingSubresourceClient<TBody>(client.Subresource(subresource), (metadata, options) => Note(metadata, options, subresource.Name));

    private T Written(T resource, WriteOptions? options, string? subresource)
    {
        Note(resource.Metadata, options, subresource);
        return resource;
    }

    private void Note(V1ObjectMeta? metadata, WriteOptions? options, string? subresource)
    {
        // Other subresources (eviction, binding, token) answer with objects that are not the written one.
        if (options is not { DryRun: true } && subresource is null or "status" or "scale" or "resize" && metadata is { Name: not null }
            && ulong.TryParse(metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            // Removing the last finalizer of an object that is being deleted removes the object.
            var isGone = metadata.DeletionTimestamp is not null && metadata.Finalizers is not { Count: > 0 };
            var key = new ObjectKey(Kind.Type.IsNamespaced ? metadata.NamespaceProperty : null, metadata.Name);
            log.Record(new PendingWrite(Kind.Type, key, metadata.Uid, isGone ? 0 : version, isGone, metadata.Labels, 0));
        }
    }
}
