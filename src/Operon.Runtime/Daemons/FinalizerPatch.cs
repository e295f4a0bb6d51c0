using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>Adds and removes one finalizer on the server. The version read is the precondition: finalizers of others are never lost.</summary>
internal static class FinalizerPatch
{
    public static Task<T> ApplyAsync<T>(IResourceClient<T> client, T current, string finalizer, bool isThere, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        IEnumerable<string> wanted = (current.Metadata.Finalizers ?? []).Where(known => known != finalizer);
        wanted = isThere ? wanted.Append(finalizer) : wanted;
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["finalizers"] = new JsonArray([.. wanted.Select(name => (JsonNode)name)]),
                ["resourceVersion"] = current.Metadata.ResourceVersion,
                ["uid"] = current.Metadata.Uid,
            },
        };
        var key = ObjectKey.Of(current);
        return client.PatchAsync(key.Namespace, key.Name, Patch.Merge(body), cancellationToken);
    }
}
