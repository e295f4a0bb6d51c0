using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        Written("create", await client.CreateAsync(resource, cancellationToken, options, subresource), options, subresource, new Intent(IsCertain: true));

    public async Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        var before = resource.Metadata.ResourceVersion;
        var written = await client.UpdateAsync(resource, cancellationToken, options, subresource);
        return Written("update", written, options, subresource, new Intent(Before: before, Sent: () => ToJson(resource)));
    }

    public async Task<T> PatchAsync(
        string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        var written = await client.PatchAsync(namespaceName, name, patch, cancellationToken, options, subresource);
        return Written("patch", written, options, subresource, Intent.Of(patch));
    }

    public async Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null)
    {
        var before = resource.Metadata.ResourceVersion;
        var written = await client.ApplyAsync(resource, options, cancellationToken, subresource);
        return Written("apply", written, options, subresource, new Intent(Before: before, Creates: true, Sent: () => ToJson(resource)));
    }

    public async Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null)
    {
        await client.DeleteAsync(namespaceName, name, cancellationToken, options);
        var key = new ObjectKey(Kind.Type.IsNamespaced ? namespaceName : null, name);
        WriteLog.Note(new ReconcileWrite("delete", Kind.Type.GroupResource, key, null), own: null);
        log.Record(new PendingWrite(Kind.Type, key, options?.PreconditionUid, 0, IsDelete: true, null, 0));
    }

    public async Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null)
    {
        await client.DeleteCollectionAsync(namespaceName, selection, cancellationToken, options);
        WriteLog.Note(new ReconcileWrite("deletecollection", Kind.Type.GroupResource, new ObjectKey(namespaceName, ""), null), own: null);
    }

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName, WatchOptions? options, CancellationToken cancellationToken) =>
        client.WatchAsync(namespaceName, options, cancellationToken);

    public ISubresourceClient<TBody> Subresource<TBody>(Subresource<TBody> subresource)
        where TBody : class => new RecordingSubresourceClient<TBody>(
            client.Subresource(subresource), (verb, metadata, options, intent) => Note(verb, metadata, options, subresource.Name, intent));

    private T Written(string verb, T resource, WriteOptions? options, string? subresource, in Intent intent)
    {
        Note(verb, resource.Metadata, options, subresource, intent);
        return resource;
    }

    private void Note(string verb, V1ObjectMeta? metadata, WriteOptions? options, string? subresource, in Intent intent)
    {
        if (options is { DryRun: true } || metadata is not { Name: not null })
        {
            return;
        }

        // Other subresources (eviction, binding, token) answer with objects that are not the written one.
        var isObject = subresource is null or "status" or "scale" or "resize";
        var version = isObject ? metadata.ResourceVersion : null;
        var key = new ObjectKey(Kind.Type.IsNamespaced ? metadata.NamespaceProperty : null, metadata.Name);
        var own = version is null ? null : intent.Own(new OwnWriteId(log, Kind.Type.GroupResource, key, version), subresource);
        var written = subresource is null ? Kind.Type.GroupResource : $"{Kind.Type.GroupResource}/{subresource}";
        WriteLog.Note(new ReconcileWrite(verb, written, key, version), own);
        if (ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            // Removing the last finalizer of an object that is being deleted removes the object.
            var isGone = metadata.DeletionTimestamp is not null && metadata.Finalizers is not { Count: > 0 };
            log.Record(new PendingWrite(Kind.Type, key, metadata.Uid, isGone ? 0 : number, isGone, metadata.Labels, 0));
        }
    }

    private JsonNode? ToJson(T resource) => JsonSerializer.SerializeToNode(resource, Kind.Json);
}
