namespace Operon.Kubernetes;

/// <summary>
/// What the REST API calls a resource: group, version, kind, the plural used in paths, and whether objects live in a namespace.
/// </summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, such as <c>v1</c>.</param>
/// <param name="Kind">Kind in CamelCase, such as <c>Pod</c>.</param>
/// <param name="Plural">Lower-case plural used in paths, such as <c>pods</c>.</param>
/// <param name="IsNamespaced">Whether objects of this resource live in a namespace.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool IsNamespaced)
{
    /// <summary>The <c>apiVersion</c> field of objects: <c>v1</c> for the core group, else <c>group/version</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name used in errors and CRD names: <c>pods</c> or <c>etcdclusters.etcd.database.coreos.com</c>.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>
    /// The absolute REST path. <paramref name="namespaceName"/> null addresses all namespaces (or a cluster-scoped resource),
    /// <paramref name="name"/> null the collection.
    /// </summary>
    public string Path(string? namespaceName, string? name = null, string? subresource = null)
    {
        var path = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        if (IsNamespaced && namespaceName is not null)
        {
            path += $"/namespaces/{Uri.EscapeDataString(namespaceName)}";
        }

        path += $"/{Plural}";
        if (name is not null)
        {
            path += $"/{Uri.EscapeDataString(name)}";
        }

        return subresource is null ? path : $"{path}/{subresource}";
    }

    /// <summary>The path of one object. Throws <see cref="ArgumentException"/> when a name is missing, as the request would address the collection.</summary>
    internal string ObjectPath(string? namespaceName, string? name, string? subresource)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException($"metadata.name of the {Kind} is empty; a request without a name would address the whole collection.", nameof(name));
        }

        if (IsNamespaced && string.IsNullOrEmpty(namespaceName))
        {
            throw new ArgumentException($"metadata.namespace of the {Kind} '{name}' is empty; the kind is namespaced.", nameof(namespaceName));
        }

        return Path(namespaceName, name, subresource);
    }
}
