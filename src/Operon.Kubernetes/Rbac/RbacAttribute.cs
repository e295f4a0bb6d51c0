namespace Operon.Kubernetes;

/// <summary>
/// A right the operator needs. Put it on the class that makes the calls, or on the assembly. The generator merges all of them into <c>config/rbac/role.yaml</c>: the ClusterRole
/// <c>manager-role</c>, and a Role for each <see cref="Namespace"/>.
/// <code>
/// [Rbac("apps", "deployments", Verbs.Read | Verbs.Apply)]
/// [Rbac("", ["pods", "services"], Verbs.Read)]
/// [Rbac("cache.example.com", "memcacheds/status", Verbs.Patch)]
/// </code>
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class RbacAttribute : Attribute
{
    /// <summary>Rights on one resource.</summary>
    /// <param name="group">API group; empty or <c>core</c> for the core group.</param>
    /// <param name="resource">Lower-case plural, with <c>/subresource</c> for a subresource.</param>
    /// <param name="verbs">What may be done.</param>
    public RbacAttribute(string group, string resource, Verbs verbs = Verbs.None)
        : this(group, [resource], verbs)
    {
    }

    /// <summary>The same rights on several resources of a group.</summary>
    /// <param name="group">API group; empty or <c>core</c> for the core group.</param>
    /// <param name="resources">Lower-case plurals, with <c>/subresource</c> for a subresource.</param>
    /// <param name="verbs">What may be done.</param>
    public RbacAttribute(string group, string[] resources, Verbs verbs = Verbs.None)
    {
        Group = group;
        Resources = resources;
        Verbs = verbs;
    }

    /// <summary>API group; empty or <c>core</c> for the core group.</summary>
    public string Group { get; }

    /// <summary>Lower-case plurals, with <c>/subresource</c> for subresources.</summary>
    public IReadOnlyList<string> Resources { get; }

    /// <summary>What may be done.</summary>
    public Verbs Verbs { get; }

    /// <summary>Verbs that <see cref="Kubernetes.Verbs"/> has no word for, such as <c>approve</c> or <c>use</c>. Default: none.</summary>
    public string[] CustomVerbs { get; set; } = [];

    /// <summary>Only objects with these names. Lists, watches and creations cannot be narrowed so. Default: all.</summary>
    public string[] ResourceNames { get; set; } = [];

    /// <summary>A Role in this namespace holds the right. Default: a ClusterRole does.</summary>
    public string? Namespace { get; set; }

    /// <summary>Name of the role that holds the right. Default: <c>manager-role</c>, or what the MSBuild property <c>RbacRoleName</c> says.</summary>
    public string? RoleName { get; set; }
}
