namespace Operon.Kubernetes;

/// <summary>
/// A right on a path that is no resource, such as <c>/metrics</c> of another program. <c>*</c> may end the path. Only ClusterRoles have such rights.
/// </summary>
/// <param name="url">The path.</param>
/// <param name="verbs">What may be done: the HTTP methods as RBAC calls them.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class RbacUrlAttribute(string url, Verbs verbs) : Attribute
{
    /// <summary>The path.</summary>
    public string Url { get; } = url;

    /// <summary>What may be done.</summary>
    public Verbs Verbs { get; } = verbs;

    /// <summary>Name of the ClusterRole that holds the right. Default: <c>manager-role</c>, or what the MSBuild property <c>RbacRoleName</c> says.</summary>
    public string? RoleName { get; set; }
}
