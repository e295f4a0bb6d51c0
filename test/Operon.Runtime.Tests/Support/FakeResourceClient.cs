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
        if (options is { SendInitialEvents: true })
        {
            await foreach (var change in StreamAsync(namespaceName, cancellationToken))
            {
                yield return change;
            }

            yield break;
        }

        await foreach (var change in FollowAsync(long.Parse(options!.ResourceVersion!, CultureInfo.InvariantCulture), namespaceName, cancellationToken))
        {
            yield return change;
        }
    }

    private async IAsyncEnumerable<WatchEvent<T>> StreamAsync(string? namespaceName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (items, version) = store.Stream(namespaceName);
        foreach (var item in items)
        {
            yield return new WatchEvent<T>(WatchEventType.Added, Read(item));
        }

        if (store.EndOfStream is { } end)
        {
            yield return new WatchEvent<T>(WatchEventType.Bookmark, Read(end.Replace("VERSION", $"{version}", StringComparison.Ordinal)));
        }

        await foreach (var change in FollowAsync(version, namespaceName, cancellationToken))
        {
            yield return change;
        }
    }

    private async IAsyncEnumerable<WatchEvent<T>> FollowAsync(long from, string? namespaceName, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (type, json) in store.WatchAsync(from, namespaceName, cancellationToken))
        {
            var kind = type switch { "ADDED" => WatchEventType.Added, "MODIFIED" => WatchEventType.Modified, "BOOKMARK" => WatchEventType.Bookmark, _ => WatchEventType.Deleted };
            yield return new WatchEvent<T>(kind, Read(json));
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
