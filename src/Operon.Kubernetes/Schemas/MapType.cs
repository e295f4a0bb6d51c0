namespace Operon.Kubernetes;

/// <summary>How server-side apply merges an object or dictionary (<c>x-kubernetes-map-type</c>).</summary>
public enum MapType
{
    /// <summary>Each field has its own owners: what servers do by default.</summary>
    Granular,

    /// <summary>The whole has one owner and is replaced at once.</summary>
    Atomic,
}
