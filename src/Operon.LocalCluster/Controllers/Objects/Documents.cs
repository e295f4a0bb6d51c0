using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Copies and comparisons of objects by their JSON form. Cached objects are shared, so every change starts with a copy.</summary>
internal static class Documents
{
    public static T Copy<T>(ResourceKind<T> kind, T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(resource, kind.Json), kind.Json)!;

    public static JsonObject Json<T>(ResourceKind<T> kind, T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        JsonSerializer.SerializeToNode(resource, kind.Json)!.AsObject();

    /// <summary>Whether a top-level section is the same, taking null, absent and empty as one.</summary>
    public static bool SameSection<T>(ResourceKind<T> kind, T left, T right, string section)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        JsonNode.DeepEquals(Normalized(Json(kind, left)[section]), Normalized(Json(kind, right)[section]));

    /// <summary>The node without nulls, empty objects and empty arrays, with members in ordinal order.</summary>
    public static JsonNode? Normalized(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var cleaned = new JsonObject();
                foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    if (Normalized(value) is { } kept)
                    {
                        cleaned[name] = kept;
                    }
                }

                return cleaned.Count == 0 ? null : cleaned;
            case JsonArray items:
                var list = new JsonArray();
                foreach (var item in items)
                {
                    list.Add(Normalized(item) ?? new JsonObject());
                }

                return list.Count == 0 ? null : list;
            default:
                return node?.DeepClone();
        }
    }
}
