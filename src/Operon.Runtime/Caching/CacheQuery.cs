namespace Operon.Runtime;

/// <summary>What to select from a cache; all conditions have to hold.</summary>
public sealed record CacheQuery
{
    /// <summary>One namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector in query-string form, sets included. A label with an index (<see cref="IInformer{T}.AddLabelIndex"/>) is looked up.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Exact values by index name; every index has to exist.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();
}
