using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime.Tests;

internal sealed class FakeResourceClient<T>(ResourceKind<T> kind, FakeStore store) : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public ResourceKind<T> Kind { get; } = kind;

    public async Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken, string? subresource = null)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Read(store.Get(Key(namespaceName, name)));
    }

    public async Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(namespaceName, name, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public async Task<ResourceList<T>> ListAsync(string? namespaceName, ListOptions? options, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var (items, version) = store.List(namespaceName);
        return new ResourceList<T>([.. items.Select(Read)], version.ToString(CultureInfo.InvariantCulture), null);
    }

    public async Task<T> CreateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Read(store.Create(KeyOf(resource), JsonSerializer.SerializeToNode(resource, Kind.Json)!.AsObject()));
    }

    public async Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Read(store.Update(KeyOf(resource), JsonSerializer.SerializeToNode(resource, Kind.Json)!.AsObject()));
    }

    public async Task<T> PatchAsync(
        string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Read(store.Merge(Key(namespaceName, name), patch.Body.AsObject()));
    }

    public Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null) => throw new NotSupportedException();

    public async Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        store.Delete(Key(namespaceName, name));
    }

    public Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName, WatchOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var from = long.Parse(options!.ResourceVersion!, CultureInfo.InvariantCulture);
        await foreach (var (type, json) in store.WatchAsync(from, namespaceName, cancellationToken))
        {
            yield return new WatchEvent<T>(
                type switch { "ADDED" => WatchEventType.Added, "MODIFIED" => WatchEventType.Modified, _ => WatchEventType.Deleted }, Read(json));
        }
    }

    private static string Key(string? namespaceName, string name) => namespaceName is null ? name : $"{namespaceName}/{name}";

    private static string KeyOf(T resource) => ObjectKey.Of(resource).ToString();

    private T Read(string json)
    {
        var resource = JsonSerializer.Deserialize(json, Kind.Json)!;
        resource.ApiVersion = Kind.Type.ApiVersion;
        resource.Kind = Kind.Type.Kind;
        return resource;
    }
}
