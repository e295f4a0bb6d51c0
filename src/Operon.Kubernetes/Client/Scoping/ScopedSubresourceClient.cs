namespace Operon.Kubernetes;

internal sealed class ScopedSubresourceClient<TBody>(ISubresourceClient<TBody> client, ResourceType type, ClientDefaults defaults) : ISubresourceClient<TBody>
    where TBody : class
{
    public Task<TBody> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken) =>
        client.GetAsync(Namespace(namespaceName), name, cancellationToken);

    public Task<TBody?> CreateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        client.CreateAsync(Namespace(namespaceName), name, body, cancellationToken, defaults.Write(options));

    public Task<TBody> UpdateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        client.UpdateAsync(Namespace(namespaceName), name, body, cancellationToken, defaults.Write(options));

    public Task<TBody> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null) =>
        client.PatchAsync(Namespace(namespaceName), name, patch, cancellationToken, defaults.Write(options));

    public Task<TBody> ApplyAsync(string? namespaceName, string name, TBody body, WriteOptions options, CancellationToken cancellationToken) =>
        client.ApplyAsync(Namespace(namespaceName), name, body, defaults.Write(options)!, cancellationToken);

    private string? Namespace(string? namespaceName) => defaults.InNamespace(type, namespaceName);
}
