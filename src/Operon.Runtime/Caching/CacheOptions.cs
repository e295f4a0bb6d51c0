namespace Operon.Runtime;

/// <summary>
/// Narrows what a cache holds. What is null is taken from the manager's options for the kind, then from the manager's defaults. Caches of the same
/// selection are shared, and so is the watch of several representations of one kind.
/// </summary>
public sealed record CacheOptions
{
    /// <summary>Label selector in query-string form; null for all objects.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, such as <c>spec.nodeName=node-1</c>; null for all objects.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Namespaces to watch; null for those of the manager, empty for all.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Namespaces that change while the cache runs; wins over <see cref="Namespaces"/>.</summary>
    public NamespaceScope? Scope { get; init; }

    /// <summary>
    /// Own selectors by namespace; wins over <see cref="Namespaces"/> and <see cref="Scope"/>. Only the namespaces named here are watched, and with
    /// the empty string as a key, all others under that key's selectors.
    /// </summary>
    public IReadOnlyDictionary<string, NamespaceSelection>? PerNamespace { get; init; }
}
