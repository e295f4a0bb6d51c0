using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Which part of an object a field manager owns by server-side apply, according to <c>metadata.managedFields</c>.</summary>
public static class OwnedFields
{
    private const string Apply = "Apply";

    /// <summary>
    /// What <paramref name="fieldManager"/> applied, at the values the object has: a form to change and to apply again. Apart from apiVersion, kind, name and namespace it is empty when the
    /// manager applied nothing. Throws <see cref="ArgumentException"/> when the object carries no managedFields, as those of caches that strip them.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="resource">The object as the server has it.</param>
    /// <param name="fieldManager">Whose fields.</param>
    /// <param name="subresource">Fields that were applied to this subresource, such as <c>status</c>; null for the object itself.</param>
    public static UntypedObject Extract<T>(ResourceKind<T> kind, T resource, string fieldManager, string? subresource = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => Extract(kind, resource, fieldManager, subresource, missingIsNull: false);

    internal static UntypedObject Extract<T>(ResourceKind<T> kind, T resource, string fieldManager, string? subresource, bool missingIsNull)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(resource);
        var managed = resource.Metadata.ManagedFields ?? throw new ArgumentException(
            $"{kind.Type.Kind} {ObjectKey.Of(resource)} carries no metadata.managedFields, so that nobody can tell what '{fieldManager}' owns. Read it by the client, not from a cache "
            + "that strips them (StripManagedFields).",
            nameof(resource));
        var owned = new JsonObject();
        if (managed.FirstOrDefault(entry => IsOf(entry, fieldManager, subresource) && entry.FieldsV1 is not null) is { } mine)
        {
            var others = managed.Where(entry => !ReferenceEquals(entry, mine)).Select(Fields).OfType<JsonElement>();
            owned = (JsonObject)new OwnedParts(missingIsNull).Of(JsonSerializer.SerializeToNode(resource, kind.Json)!, Fields(mine)!.Value, [.. others])!;
        }

        var metadata = owned["metadata"] as JsonObject ?? [];
        metadata["name"] = resource.Metadata.Name;
        if (resource.Metadata.NamespaceProperty is { } namespaceName)
        {
            metadata["namespace"] = namespaceName;
        }

        owned["apiVersion"] = kind.Type.ApiVersion;
        owned["kind"] = kind.Type.Kind;
        owned["metadata"] = metadata.Parent is null ? metadata : metadata.DeepClone();
        return UntypedObject.FromJson(owned);
    }

    private static bool IsOf(V1ManagedFieldsEntry entry, string fieldManager, string? subresource) =>
        entry.Manager == fieldManager && entry.Operation == Apply && (entry.Subresource ?? "") == (subresource ?? "");

    private static JsonElement? Fields(V1ManagedFieldsEntry entry) => entry.FieldsV1 switch
    {
        JsonElement { ValueKind: JsonValueKind.Object } element => element,
        JsonObject json => JsonDocument.Parse(json.ToJsonString()).RootElement,
        _ => null,
    };
}
