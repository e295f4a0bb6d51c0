namespace Operon.Runtime;

/// <summary>Narrows what a cache holds. Caches with equal options are shared.</summary>
public sealed record CacheOptions
{
    /// <summary>Label selector in query-string form; null for all objects.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, such as <c>spec.nodeName=node-1</c>; null for all objects.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Namespaces to watch; null for those of the manager, empty for all.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }
}
