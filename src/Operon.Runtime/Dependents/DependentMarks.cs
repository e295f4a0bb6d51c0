using k8s;
using k8s.Models;
using Operon.Kubernetes;

namespace Operon.Runtime;

/// <summary>The annotations by which a graph knows its objects.</summary>
internal static class DependentMarks
{
    /// <summary><c>controller/dependent</c>.</summary>
    public const string Dependent = "operon.dev/dependent";

    /// <summary>The primary object of an object that has no owner reference: <c>plural.group/namespace/name</c>.</summary>
    public const string Primary = "operon.dev/primary";

    /// <summary>Hash of the desired state that was applied last: shows that a field is not desired any more.</summary>
    public const string Hash = "operon.dev/desired-hash";

    /// <summary>Prefix of the annotations of the primary object that hold the ids of external dependents.</summary>
    public const string ExternalPrefix = "external.operon.dev/";

    /// <summary>Index over dependents: whose they are.</summary>
    public const string Index = "operon.dev/dependents";

    public static string PrimaryOf(ResourceType type, ObjectKey key) => $"{type.GroupResource}/{key}";

    public static string IndexValue(string owner, string dependent) => $"{owner}|{dependent}";

    public static IEnumerable<string> IndexValues(IKubernetesObject<V1ObjectMeta> resource)
    {
        if (resource.Metadata.Annotations is { } annotations && annotations.TryGetValue(Dependent, out var dependent))
        {
            if (OwnerReferences.ControllerOf(resource) is { } owner)
            {
                yield return IndexValue(owner.Uid, dependent);
            }

            if (annotations.TryGetValue(Primary, out var primary))
            {
                yield return IndexValue(primary, dependent);
            }
        }
    }

    /// <summary>The primary objects, of a type, that a dependent belongs to.</summary>
    public static IEnumerable<ObjectKey> PrimaryKeys(ResourceType type, IKubernetesObject<V1ObjectMeta> resource)
    {
        if (OwnerReferences.ControllerOf(resource) is { } owner && owner.Kind == type.Kind && IsOfGroup(owner.ApiVersion, type.Group))
        {
            yield return new ObjectKey(type.IsNamespaced ? resource.Metadata.NamespaceProperty : null, owner.Name);
        }

        if (resource.Metadata.Annotations is { } annotations && annotations.TryGetValue(Primary, out var primary)
            && primary.StartsWith($"{type.GroupResource}/", StringComparison.Ordinal))
        {
            var parts = primary[(type.GroupResource.Length + 1)..].Split('/');
            yield return parts.Length == 2 ? new ObjectKey(parts[0], parts[1]) : new ObjectKey(null, parts[0]);
        }
    }

    public static bool IsOfGroup(string apiVersion, string group) =>
        (apiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? apiVersion[..slash] : "") == group;
}
