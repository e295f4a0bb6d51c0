using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

internal sealed class ScopedResourceClient<T>(IResourceClient<T> client, ClientDefaults defaults) : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public ResourceKind<T> Kind => client.Kind;

    public Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken, string? subresource = null) =>
        client.GetAsync(Namespace(namespaceName), name, cancellationToken, subresource);

    public Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken) =>
        client.FindAsync(Namespace(namespaceName), name, cancellationToken);

    public Task<ResourceList<T>> ListAsync(string? namespaceName, ListOptions? options, CancellationToken cancellationToken) =>
        client.ListAsync(Namespace(namespaceName), options, cancellationToken);

    public Task<T> CreateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        client.CreateAsync(Placed(resource), cancellationToken, defaults.Write(options), subresource);

    public Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        client.UpdateAsync(Placed(resource), cancellationToken, defaults.Write(options), subresource);

    public Task<T> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null) =>
        client.PatchAsync(Namespace(namespaceName), name, patch, cancellationToken, defaults.Write(options), subresource);

    public Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null) =>
        client.ApplyAsync(Placed(resource), defaults.Write(options)!, cancellationToken, subresource);

    public Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        client.DeleteAsync(Namespace(namespaceName), name, cancellationToken, defaults.Delete(options));

    public Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        client.DeleteCollectionAsync(Namespace(namespaceName), selection, cancellationToken, defaults.Delete(options));

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName, WatchOptions? options, CancellationToken cancellationToken) =>
        client.WatchAsync(Namespace(namespaceName), options, cancellationToken);

    public ISubresourceClient<TBody> Subresource<TBody>(Subresource<TBody> subresource)
        where TBody : class => new ScopedSubresourceClient<TBody>(client.Subresource(subresource), Kind.Type, defaults);

    private string? Namespace(string? namespaceName) => defaults.InNamespace(Kind.Type, namespaceName);

    private T Placed(T resource)
    {
        resource.Metadata.NamespaceProperty = Namespace(resource.Metadata.NamespaceProperty);
        return resource;
    }
}
