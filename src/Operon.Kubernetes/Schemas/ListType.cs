namespace Operon.Kubernetes;

/// <summary>How server-side apply merges a list (<c>x-kubernetes-list-type</c>).</summary>
public enum ListType
{
    /// <summary>The list has one owner and is replaced as a whole.</summary>
    Atomic,

    /// <summary>Scalars without duplicates; each has its own owners.</summary>
    Set,

    /// <summary>Objects with keys; each has its own owners.</summary>
    Map,
}
