using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Read, change by a delegate, compare, write. Server-side apply is the better way to own fields; these are for objects whose present value decides what to
/// write. Each reads from the server, not from a cache. The delegate starts from an empty object when there is none, and must not change name or namespace.
/// </summary>
public static class CreateOrUpdateExtensions
{
    private const string Status = "status";

    /// <summary>
    /// Creates or replaces the object; the version that was read is the precondition, so a change by another in between is a Conflict to try again. Changes
    /// of <c>status</c> are ignored by servers that keep it as a subresource: use <see cref="CreateOrPatchAsync"/> for those.
    /// </summary>
    public static async Task<WrittenObject<T>> CreateOrUpdateAsync<T>(
        this IResourceClient<T> client, ObjectKey key, Action<T> mutate, CancellationToken cancellationToken, WriteOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mutate);
        if (await client.FindAsync(key.Namespace, key.Name, cancellationToken) is not { } found)
        {
            return new(await client.CreateAsync(New(key, mutate), cancellationToken, options), WriteOutcome.Created);
        }

        var before = Json(client, found);
        Mutate(found, key, mutate);
        return JsonNode.DeepEquals(before, Json(client, found))
            ? new(found, WriteOutcome.Unchanged)
            : new(await client.UpdateAsync(found, cancellationToken, options), WriteOutcome.Updated);
    }

    /// <summary>
    /// Creates the object or sends what changed as merge patches, of the object and of its <c>status</c> subresource apart from each other. Fields nobody
    /// changed are not sent, so writers of other fields are not disturbed.
    /// </summary>
    public static async Task<WrittenObject<T>> CreateOrPatchAsync<T>(
        this IResourceClient<T> client, ObjectKey key, Action<T> mutate, CancellationToken cancellationToken, WriteOptions? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mutate);
        if (await client.FindAsync(key.Namespace, key.Name, cancellationToken) is not { } found)
        {
            return await CreateAsync(client, New(key, mutate), key, options, cancellationToken);
        }

        var snapshot = client.Kind.Snapshot(found);
        Mutate(found, key, mutate);
        var patch = snapshot.PatchTo(found).Body.AsObject();
        var status = Take(patch);
        var result = found;
        if (patch.Count > 0)
        {
            result = await client.PatchAsync(key.Namespace, key.Name, Patch.Merge(patch), cancellationToken, options);
        }

        if (status is not null)
        {
            result = await client.PatchAsync(key.Namespace, key.Name, Patch.Merge(status), cancellationToken, options, "status");
        }

        return new(result, (patch.Count > 0, status is not null) switch
        {
            (false, false) => WriteOutcome.Unchanged,
            (true, false) => WriteOutcome.Updated,
            (true, true) => WriteOutcome.UpdatedWithStatus,
            (false, true) => WriteOutcome.UpdatedStatusOnly,
        });
    }

    private static async Task<WrittenObject<T>> CreateAsync<T>(
        IResourceClient<T> client, T resource, ObjectKey key, WriteOptions? options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        // A creation drops the status.
        var wanted = Json(client, resource)["status"]?.DeepClone();
        var created = await client.CreateAsync(resource, cancellationToken, options);
        if (wanted is not null && !JsonNode.DeepEquals(wanted, Json(client, created)["status"]))
        {
            created = await client.PatchAsync(key.Namespace, key.Name, Patch.Merge(new JsonObject { ["status"] = wanted }), cancellationToken, options, "status");
        }

        return new(created, WriteOutcome.Created);
    }

    private static JsonObject? Take(JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(Status, out var status))
        {
            return null;
        }

        patch.Remove(Status);
        return new JsonObject { [Status] = status };
    }

    private static T New<T>(ObjectKey key, Action<T> mutate)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var created = new T { Metadata = new V1ObjectMeta { Name = key.Name, NamespaceProperty = key.Namespace } };
        Mutate(created, key, mutate);
        return created;
    }

    private static void Mutate<T>(T resource, ObjectKey key, Action<T> mutate)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        mutate(resource);
        if (ObjectKey.Of(resource) != key)
        {
            throw new InvalidOperationException($"The delegate made {ObjectKey.Of(resource)} of {key}: it must not change name or namespace.");
        }
    }

    private static JsonObject Json<T>(IResourceClient<T> client, T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> => JsonSerializer.SerializeToNode(resource, client.Kind.Json)!.AsObject();
}
