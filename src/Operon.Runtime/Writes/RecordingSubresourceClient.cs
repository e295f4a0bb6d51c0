using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Notes writes whose answer carries the version they gave the object: a scale or a status does, a token does not.</summary>
internal sealed class RecordingSubresourceClient<TBody>(ISubresourceClient<TBody> client, Action<V1ObjectMeta, WriteOptions?> note) : ISubresourceClient<TBody>
    where TBody : class
{
    public Task<TBody> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken) =>
        client.GetAsync(namespaceName, name, cancellationToken);

    public Task<TBody?> CreateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        client.CreateAsync(namespaceName, name, body, cancellationToken, options);

    public async Task<TBody> UpdateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        Written(await client.UpdateAsync(namespaceName, name, body, cancellationToken, options), options);

    public async Task<TBody> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null) =>
        Written(await client.PatchAsync(namespaceName, name, patch, cancellationToken, options), options);

    public async Task<TBody> ApplyAsync(string? namespaceName, string name, TBody body, WriteOptions options, CancellationToken cancellationToken) =>
        Written(await client.ApplyAsync(namespaceName, name, body, options, cancellationToken), options);

    private TBody Written(TBody answer, WriteOptions? options)
    {
        if (answer is IMetadata<V1ObjectMeta> { Metadata: { } metadata })
        {
            note(metadata, options);
        }

        return answer;
    }
}
