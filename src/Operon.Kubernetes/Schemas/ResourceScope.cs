namespace Operon.Kubernetes;

/// <summary>Where objects of a kind live: <c>spec.scope</c> of its definition.</summary>
public enum ResourceScope
{
    /// <summary>In a namespace.</summary>
    Namespaced,

    /// <summary>In the cluster itself.</summary>
    Cluster,
}
