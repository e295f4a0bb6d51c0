using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Writes the status of an object through the status subresource, and only what differs.</summary>
internal static class ObjectStatus
{
    /// <summary>Gives the object with the status the server now holds.</summary>
    public static async Task<T> WriteAsync<T, TStatus>(
        IKubernetesClient client, ResourceKind<T> kind, T resource, TStatus? before, TStatus after, JsonTypeInfo<TStatus> type, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TStatus : class
    {
        var old = before is null ? [] : JsonSerializer.SerializeToNode(before, type)!.AsObject();
        if (StatusPatch.Between(old, JsonSerializer.SerializeToNode(after, type)!.AsObject()) is not { } patch)
        {
            return resource;
        }

        return await client.Resource(kind).PatchAsync(
            resource.Metadata.NamespaceProperty, resource.Metadata.Name, Patch.Merge(new JsonObject { ["status"] = patch }), cancellationToken, subresource: "status");
    }
}
