using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

internal sealed class FencedResourceClient<T>(IResourceClient<T> client, Fence fence, Stamps stamps) : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const int MostTries = 5;

    public ResourceKind<T> Kind => client.Kind;

    public Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken, string? subresource = null) =>
        client.GetAsync(namespaceName, name, cancellationToken, subresource);

    public Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken) =>
        client.FindAsync(namespaceName, name, cancellationToken);

    public Task<ResourceList<T>> ListAsync(string? namespaceName, ListOptions? options, CancellationToken cancellationToken) =>
        client.ListAsync(namespaceName, options, cancellationToken);

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName, WatchOptions? options, CancellationToken cancellationToken) =>
        client.WatchAsync(namespaceName, options, cancellationToken);

    public Task<T> CreateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        var key = ObjectKey.Of(resource);
        var what = Describe("create", key, subresource);
        return fence.RunAsync(
            what,
            async (term, token) =>
            {
                if (Stamped(term, options?.DryRun) is { } current && subresource is null)
                {
                    stamps.Set(resource.Metadata, current);
                }
                else if (Stamped(term, options?.DryRun) is { } now)
                {
                    await stamps.ClaimAsync(what, key.Namespace, key.Name, null, now, token);
                }

                return await client.CreateAsync(resource, token, options, subresource);
            },
            cancellationToken);
    }

    public Task<T> UpdateAsync(T resource, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        var key = ObjectKey.Of(resource);
        var what = Describe("update", key, subresource);
        return fence.RunAsync(
            what,
            async (term, token) =>
            {
                if (Stamped(term, options?.DryRun) is { } current)
                {
                    await StampAsync(resource, what, key, subresource, current, token);
                }

                return await client.UpdateAsync(resource, token, options, subresource);
            },
            cancellationToken);
    }

    public Task<T> PatchAsync(
        string? namespaceName, string name, Patch patch, CancellationToken cancellationToken, WriteOptions? options = null, string? subresource = null)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return ConditionallyAsync(
            Describe("patch", new ObjectKey(namespaceName, name), subresource),
            namespaceName,
            name,
            mayCreate: patch.ContentType == Patch.Apply([]).ContentType && subresource is null,
            options?.DryRun,
            (known, token) => client.PatchAsync(
                namespaceName, name, known is null || ConditionalPatches.IsConditional(patch) ? patch : ConditionalPatches.At(patch, known.ResourceVersion), token, options, subresource),
            cancellationToken);
    }

    public Task<T> ApplyAsync(T resource, WriteOptions options, CancellationToken cancellationToken, string? subresource = null)
    {
        var key = ObjectKey.Of(resource);
        var asked = resource.Metadata.ResourceVersion;
        return ConditionallyAsync(
            Describe("apply", key, subresource),
            key.Namespace,
            key.Name,
            mayCreate: subresource is null,
            options.DryRun,
            (known, token) =>
            {
                resource.Metadata.ResourceVersion = asked ?? known?.ResourceVersion;
                return client.ApplyAsync(resource, options, token, subresource);
            },
            cancellationToken);
    }

    public Task DeleteAsync(string? namespaceName, string name, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        ConditionallyAsync(
            Describe("delete", new ObjectKey(namespaceName, name), null),
            namespaceName,
            name,
            mayCreate: false,
            options?.DryRun,
            async (known, token) =>
            {
                var asked = options ?? new DeleteOptions();
                await client.DeleteAsync(
                    namespaceName, name, token, known is null ? options : asked with { PreconditionResourceVersion = asked.PreconditionResourceVersion ?? known.ResourceVersion });
                return true;
            },
            cancellationToken);

    public Task DeleteCollectionAsync(string? namespaceName, ListOptions? selection, CancellationToken cancellationToken, DeleteOptions? options = null) =>
        fence.RunAsync(
            $"delete of a collection of {Kind.Type.GroupResource}",
            async (term, token) =>
            {
                if (Stamped(term, options?.DryRun) is not null)
                {
                    throw new NotSupportedException($"A collection of {Kind.Type.GroupResource} cannot be deleted under LeaderFencing.Stamp: the server checks no precondition. Delete the objects one by one.");
                }

                await client.DeleteCollectionAsync(namespaceName, selection, token, options);
                return true;
            },
            cancellationToken);

    public ISubresourceClient<TBody> Subresource<TBody>(Subresource<TBody> subresource)
        where TBody : class => new FencedSubresourceClient<TBody>(client.Subresource(subresource), $"{Kind.Type.GroupResource}/{subresource.Name}", fence, stamps);

    /// <summary>
    /// Writes on the condition that the object has not changed since it was seen to carry the stamp of this term. The condition is ours, not the caller's, so
    /// a conflict is tried again.
    /// </summary>
    private Task<TResult> ConditionallyAsync<TResult>(
        string what, string? namespaceName, string name, bool mayCreate, bool? isDryRun, Func<V1ObjectMeta?, CancellationToken, Task<TResult>> write, CancellationToken cancellationToken) =>
        fence.RunAsync(
            what,
            async (term, token) =>
            {
                if (Stamped(term, isDryRun) is not { } current)
                {
                    return await write(null, token);
                }

                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        return await write(await ClaimAsync(what, namespaceName, name, mayCreate, current, token), token);
                    }
                    catch (KubernetesApiException e) when (e is not ApplyConflictException && (e.IsConflict || e.IsInvalid) && attempt < MostTries)
                    {
                        // Somebody else wrote in between (a failed test of a JSON patch is Invalid).
                    }
                }
            },
            cancellationToken);

    private async Task<V1ObjectMeta?> ClaimAsync(string what, string? namespaceName, string name, bool mayCreate, LeadershipTerm term, CancellationToken cancellationToken)
    {
        try
        {
            return await stamps.ClaimAsync(what, namespaceName, name, null, term, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound && mayCreate)
        {
            return null;
        }
    }

    private async Task StampAsync(T resource, string what, ObjectKey key, string? subresource, LeadershipTerm term, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(resource.Metadata.ResourceVersion))
        {
            throw new InvalidOperationException($"{what}: metadata.resourceVersion is empty, so the update is not conditional. Under LeaderFencing.Stamp update an object that was read, or apply.");
        }

        fence.Check(what, stamps.Of(resource.Metadata), term);
        if (subresource is null)
        {
            stamps.Set(resource.Metadata, term);
        }
        else if (stamps.Of(resource.Metadata) != fence.TokenOf(term))
        {
            // Metadata sent to a subresource is ignored.
            resource.Metadata.ResourceVersion = (await stamps.ClaimAsync(what, key.Namespace, key.Name, resource.Metadata.ResourceVersion, term, cancellationToken)).ResourceVersion;
        }
    }

    private LeadershipTerm? Stamped(LeadershipTerm? term, bool? isDryRun) => fence.Stamps && isDryRun != true ? term : null;

    private string Describe(string verb, ObjectKey key, string? subresource) => $"{verb} of {Kind.Type.GroupResource}{(subresource is null ? "" : $"/{subresource}")} {key}";
}
