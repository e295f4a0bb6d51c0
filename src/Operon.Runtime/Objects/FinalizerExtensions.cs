using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>
/// Finalizers on the server, by JSON patches that test what they rest on: neither another writer's finalizer nor any other field is ever overwritten, and
/// never another object that got the same name since.
/// </summary>
public static class FinalizerExtensions
{
    private const int MostTries = 10;

    /// <summary>
    /// Makes the stored object carry the finalizer, and returns it as stored; <paramref name="resource"/> itself when it carries it already. Throws
    /// NotFound when the object is gone, and what the server says when it is being deleted: no finalizer can be added then.
    /// </summary>
    public static async Task<T> AddFinalizerAsync<T>(this IResourceClient<T> client, T resource, string finalizer, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        FinalizerNames.Check(finalizer);
        return await ChangeAsync(client, resource, known => known.Contains(finalizer) ? null : Addition(known, finalizer), cancellationToken)
            ?? throw new KubernetesApiException(
                HttpStatusCode.NotFound, "NotFound", $"{client.Kind.Type.GroupResource} {ObjectKey.Of(resource)} is gone; finalizer {finalizer} was not added.");
    }

    /// <summary>Takes the finalizer away from the stored object, wherever it stands in the list. Returns it as stored; null when the object is gone.</summary>
    public static Task<T?> RemoveFinalizerAsync<T>(this IResourceClient<T> client, T resource, string finalizer, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        ChangeAsync(client, resource, known => known.IndexOf(finalizer) is var index and >= 0 ? Removal(index, finalizer) : null, cancellationToken);

    /// <summary>Null when this incarnation of the object is gone.</summary>
    private static async Task<T?> ChangeAsync<T>(IResourceClient<T> client, T resource, Func<IList<string>, JsonArray?> change, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(resource);
        var key = ObjectKey.Of(resource);
        for (var attempt = 1; ; attempt++)
        {
            if (change(resource.Metadata.Finalizers ?? []) is not { } operations)
            {
                return resource;
            }

            operations.Insert(0, Test("/metadata/uid", resource.Metadata.Uid));
            if (resource.Metadata.Finalizers is not { Count: > 0 })
            {
                operations.Insert(1, Test("/metadata/resourceVersion", resource.Metadata.ResourceVersion));
            }

            try
            {
                return await client.PatchAsync(key.Namespace, key.Name, Patch.Json(operations), cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                return null;
            }
            catch (KubernetesApiException e) when (attempt < MostTries && (e.IsConflict || e.Code == HttpStatusCode.UnprocessableEntity))
            {
                var stored = await client.FindAsync(key.Namespace, key.Name, cancellationToken);
                if (stored is null || stored.Metadata.Uid != resource.Metadata.Uid)
                {
                    return null;
                }

                if (stored.Metadata.ResourceVersion == resource.Metadata.ResourceVersion && !e.IsConflict)
                {
                    // Not a race: the server refuses the change itself.
                    throw;
                }

                resource = stored;
            }
        }
    }

    private static JsonArray Addition(IList<string> known, string finalizer) =>
        known.Count == 0
            ? [(JsonNode)new JsonObject { ["op"] = "add", ["path"] = "/metadata/finalizers", ["value"] = new JsonArray(finalizer) }]
            : [(JsonNode)new JsonObject { ["op"] = "add", ["path"] = "/metadata/finalizers/-", ["value"] = finalizer }];

    private static JsonArray Removal(int index, string finalizer)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/metadata/finalizers/{index}");
        return [(JsonNode)Test(path, finalizer), (JsonNode)new JsonObject { ["op"] = "remove", ["path"] = path }];
    }

    private static JsonObject Test(string path, string? value) => new() { ["op"] = "test", ["path"] = path, ["value"] = value };
}
