using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Subresources behind a fence. Patches are conditional on the object's version; bodies of foreign types carry none and are only preceded by the claim.</summary>
internal sealed class FencedSubresourceClient<TBody>(ISubresourceClient<TBody> client, string resource, Fence fence, Stamps stamps) : ISubresourceClient<TBody>
    where TBody : class
{
    public Task<TBody> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken) => client.GetAsync(namespaceName, name, cancellationToken);

    public Task<TBody?> CreateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        RunAsync("create", namespaceName, name, (_, token) => client.CreateAsync(namespaceName, name, body, token, options), cancellationToken);

    public Task<TBody> UpdateAsync(string? namespaceName, string name, TBody body, CancellationToken cancellationToken, WriteOptions? options = null) =>
        RunAsync("update", namespaceName, name, (_, token) => client.UpdateAsync(namespaceName, name, body, token, options), cancellationToken);

    public Task<TBody> PatchAsync(string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null) =>
        RunAsync(
            "patch",
            namespaceName,
            name,
            (version, token) => client.PatchAsync(
                namespaceName, name, version is null || ConditionalPatches.IsConditional(patch) ? patch : ConditionalPatches.At(patch, version), token, options),
            cancellationToken);

    public Task<TBody> ApplyAsync(string? namespaceName, string name, TBody body, WriteOptions options, CancellationToken cancellationToken) =>
        RunAsync("apply", namespaceName, name, (_, token) => client.ApplyAsync(namespaceName, name, body, options, token), cancellationToken);

    private Task<TResult> RunAsync<TResult>(
        string verb, string? namespaceName, string name, Func<string?, CancellationToken, Task<TResult>> write, CancellationToken cancellationToken)
    {
        var what = $"{verb} of {resource} {new ObjectKey(namespaceName, name)}";
        return fence.RunAsync(
            what,
            async (term, token) =>
            {
                var version = fence.Stamps && term is not null ? (await stamps.ClaimAsync(what, namespaceName, name, null, term, token)).ResourceVersion : null;
                return await write(version, token);
            },
            cancellationToken);
    }
}
