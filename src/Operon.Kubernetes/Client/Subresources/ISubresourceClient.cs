namespace Operon.Kubernetes;

/// <summary>The verbs of one subresource. Errors are those of <see cref="IResourceClient{T}"/>.</summary>
/// <typeparam name="TBody">The body.</typeparam>
public interface ISubresourceClient<TBody>
    where TBody : class
{
    /// <summary>Reads the subresource.</summary>
    Task<TBody> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken);

    /// <summary>
    /// Posts to the subresource of an existing object. Name and namespace are filled into a body whose metadata lacks them. Null when the server
    /// answers with a plain success Status, as for evictions and bindings.
    /// </summary>
    Task<TBody?> CreateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null);

    /// <summary>Replaces the subresource; a resourceVersion in the metadata is the precondition.</summary>
    Task<TBody> UpdateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null);

    /// <summary>Patches the subresource.</summary>
    Task<TBody> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null);

    /// <summary>Server-side apply to the subresource; ownership is tracked apart from the object's.</summary>
    Task<TBody> ApplyAsync(string? namespaceName, string name, TBody body, WriteOptions options, CancellationToken cancellationToken);
}
