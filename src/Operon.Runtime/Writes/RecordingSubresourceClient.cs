using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Notes writes whose answer carries the version they gave the object: a scale or a status does, a token does not.</summary>
internal sealed class RecordingSubresourceClient<TBody>(ISubresourceClient<TBody> client, Action<string, V1ObjectMeta, WriteOptions?, Intent> note) : ISubresourceClient<TBody>
    where TBody : class
{
    public Task<TBody> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken) =>
        client.GetAsync(namespaceName, name, cancellationToken);

    public Task<TBody?> CreateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        client.CreateAsync(namespaceName, name, body, cancellationToken, options);

    public async Task<TBody> UpdateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null)
    {
        var before = VersionOf(body);
        return Written("update", await client.UpdateAsync(namespaceName, name, body, cancellationToken, options), options, new Intent(Before: before));
    }

    public async Task<TBody> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null) =>
        Written("patch", await client.PatchAsync(namespaceName, name, patch, cancellationToken, options), options, Intent.Of(patch));

    public async Task<TBody> ApplyAsync(string? namespaceName, string name, TBody body, WriteOptions options, CancellationToken cancellationToken)
    {
        var before = VersionOf(body);
        return Written("apply", await client.ApplyAsync(namespaceName, name, body, options, cancellationToken), options, new Intent(Before: before));
    }

    private TBody Written(string verb, TBody answer, WriteOptions? options, in Intent intent)
    {
        if (answer is IMetadata<V1ObjectMeta> { Metadata: { } metadata })
        {
            note(verb, metadata, options, intent);
        }

        return answer;
    }

    private static string? VersionOf(TBody body) => (body as IMetadata<V1ObjectMeta>)?.Metadata?.ResourceVersion;
}
