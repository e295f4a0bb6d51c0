using k8s;
using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>
/// A right on a kind that has a type: an official model such as <c>V1Deployment</c>, or a <c>[KubernetesResource]</c> type. Group and plural come from the type.
/// <code>
/// [Rbac&lt;V1Deployment&gt;(Verbs.Read | Verbs.Apply)]
/// [Rbac&lt;Memcached&gt;(Verbs.Patch, Subresource = "status")]
/// </code>
/// </summary>
/// <typeparam name="TResource">The kind.</typeparam>
/// <param name="verbs">What may be done.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
public sealed class RbacAttribute<TResource>(Verbs verbs = Verbs.None) : Attribute
    where TResource : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>What may be done.</summary>
    public Verbs Verbs { get; } = verbs;

    /// <summary>The right is on this subresource, such as <c>status</c>. Default: on the objects themselves.</summary>
    public string? Subresource { get; set; }

    /// <summary>Verbs that <see cref="Kubernetes.Verbs"/> has no word for. Default: none.</summary>
    public string[] CustomVerbs { get; set; } = [];

    /// <summary>Only objects with these names. Lists, watches and creations cannot be narrowed so. Default: all.</summary>
    public string[] ResourceNames { get; set; } = [];

    /// <summary>A Role in this namespace holds the right. Default: a ClusterRole does.</summary>
    public string? Namespace { get; set; }

    /// <summary>Name of the role that holds the right. Default: <c>manager-role</c>, or what the MSBuild property <c>RbacRoleName</c> says.</summary>
    public string? RoleName { get; set; }
}
