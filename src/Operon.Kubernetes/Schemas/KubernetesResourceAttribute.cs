namespace Operon.Kubernetes;

/// <summary>
/// Makes a type a version of a custom resource. The generator turns it into a structural schema of a CustomResourceDefinition
/// (<c>apiextensions.k8s.io/v1</c>) and implements <see cref="ICustomResource{TSelf}"/>. The type is <c>partial</c> and derives from
/// <see cref="CustomResource{TSpec}"/> or implements <c>IKubernetesObject&lt;V1ObjectMeta&gt;</c>. Types of one group and kind are the
/// versions of one definition.
/// </summary>
/// <param name="group">API group, such as <c>cache.example.com</c>: <c>spec.group</c>.</param>
/// <param name="version">Version, such as <c>v1alpha1</c>: <c>spec.versions[].name</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KubernetesResourceAttribute(string group, string version) : Attribute
{
    /// <summary>API group.</summary>
    public string Group { get; } = group;

    /// <summary>Version.</summary>
    public string Version { get; } = version;

    /// <summary>Kind: <c>spec.names.kind</c>. Default: the name of the type, without a leading version such as <c>V1Alpha1</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Plural used in paths: <c>spec.names.plural</c>. Default: the English plural of the kind in lower case, by kubebuilder's rules.</summary>
    public string? Plural { get; set; }

    /// <summary>Singular used by kubectl: <c>spec.names.singular</c>. Default: the kind in lower case.</summary>
    public string? Singular { get; set; }

    /// <summary>Kind of lists: <c>spec.names.listKind</c>. Default: the kind followed by <c>List</c>.</summary>
    public string? ListKind { get; set; }

    /// <summary>Short names for kubectl: <c>spec.names.shortNames</c>.</summary>
    public string[] ShortNames { get; set; } = [];

    /// <summary>Groups such as <c>all</c> that <c>kubectl get</c> resolves: <c>spec.names.categories</c>.</summary>
    public string[] Categories { get; set; } = [];

    /// <summary>Where objects live: <c>spec.scope</c>. Default: in a namespace.</summary>
    public ResourceScope Scope { get; set; }

    /// <summary>
    /// Whether objects are stored in this version: <c>spec.versions[].storage</c>. Default: true when the kind has one version; of several
    /// exactly one says so.
    /// </summary>
    public bool Storage { get; set; }

    /// <summary>Whether the server offers this version: <c>spec.versions[].served</c>. Default: true.</summary>
    public bool Served { get; set; } = true;
}
