using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>A patch body and its media type.</summary>
/// <param name="ContentType">Media type that decides how the server merges.</param>
/// <param name="Body">The patch document.</param>
public sealed record Patch(string ContentType, JsonNode Body)
{
    internal const string ApplyContentType = "application/apply-patch+yaml";

    /// <summary>Whether this is a server-side apply, which needs a field manager and creates what does not exist.</summary>
    public bool IsApply => ContentType == ApplyContentType;

    /// <summary>RFC 7386: members replace, null deletes, arrays are swapped whole.</summary>
    public static Patch Merge(JsonNode body) => new("application/merge-patch+json", body);

    /// <summary>RFC 6902: a list of operations.</summary>
    public static Patch Json(JsonArray operations) => new("application/json-patch+json", operations);

    /// <summary>Merge by the schema's merge keys; built-in kinds only.</summary>
    public static Patch StrategicMerge(JsonNode body) => new("application/strategic-merge-patch+json", body);

    /// <summary>Server-side apply of a whole apply form, with apiVersion and kind (KEP-555).</summary>
    public static Patch Apply(JsonObject form) => new(ApplyContentType, form);

    /// <summary>
    /// The merge patch that turns the object of <paramref name="snapshot"/> into <paramref name="changed"/>. Arrays that differ are sent whole:
    /// with a lean type whose elements lack fields, that would erase those fields.
    /// </summary>
    public static Patch MergeFrom<T>(Snapshot<T> snapshot, T changed, bool optimisticLock = false)
        where T : class, IKubernetesObject<V1ObjectMeta> => snapshot.PatchTo(changed, optimisticLock);
}
