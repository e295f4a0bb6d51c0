namespace Operon.Runtime;

/// <summary>What is watched of one namespace; null inherits the selector of the cache.</summary>
public sealed record NamespaceSelection
{
    /// <summary>Label selector in query-string form.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, such as <c>metadata.name=settings</c>.</summary>
    public string? FieldSelector { get; init; }
}
