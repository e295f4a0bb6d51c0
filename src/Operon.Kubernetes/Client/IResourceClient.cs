using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// The verbs of one resource. Every member throws <see cref="KubernetesApiException"/> with the server's Status when the server
/// refuses, and <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
public interface IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The resource and representation this client works on.</summary>
    ResourceKind<T> Kind { get; }

    /// <summary>Reads one object.</summary>
    Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken, string? subresource = null);

    /// <summary>Reads one object; null when it does not exist.</summary>
    Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken);

    /// <summary>Reads one page (the whole collection without a limit). A null namespace lists all namespaces.</summary>
    Task<ResourceList<T>> ListAsync(string? namespaceName, ListOptions? options, CancellationToken cancellationToken);

    /// <summary>Creates an object in the namespace of its metadata.</summary>
    Task<T> CreateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null);

    /// <summary>Replaces an object; the resourceVersion in its metadata is the precondition.</summary>
    Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null);

    /// <summary>Patches an object.</summary>
    Task<T> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null);

    /// <summary>
    /// Server-side apply. <see cref="WriteOptions.FieldManager"/> is required. The object carries only the fields the manager wants
    /// to own; <c>apiVersion</c> and <c>kind</c> are filled from <see cref="Kind"/>.
    /// </summary>
    Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null);

    /// <summary>Deletes one object. Returns when the server has accepted the deletion, not when the object is gone.</summary>
    Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null);

    /// <summary>Deletes all objects that match.</summary>
    Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null);

    /// <summary>
    /// Watches a collection. Ends normally when the server closes the stream; throws <see cref="KubernetesApiException"/> for an
    /// ERROR event (reason Expired, code 410, asks for a new list).
    /// </summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName, WatchOptions? options, CancellationToken cancellationToken);

    /// <summary>
    /// Typed verbs on a subresource whose body has its own type:
    /// <c>deployments.Subresource(Subresources.Scale).UpdateAsync("ns", "web", scale, ct)</c>.
    /// </summary>
    ISubresourceClient<TBody> Subresource<TBody>(Subresource<TBody> subresource)
        where TBody : class => throw new NotSupportedException($"{GetType().Name} has no subresource clients.");
}
