namespace Operon.Cel;

/// <summary>An access an expression asks about: to a path when <see cref="Path"/> is set, else to a resource.</summary>
public sealed record CelAccess
{
    /// <summary>The verb, such as <c>get</c>.</summary>
    public string Verb { get; init; } = "";

    /// <summary>A path that is no resource, such as <c>/healthz</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The resource, in the plural.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The subresource, if any.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The namespace, if any.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of one object, if any.</summary>
    public string Name { get; init; } = "";

    /// <summary>The service account that would do it, as namespace and name; null for the user of the request.</summary>
    public (string Namespace, string Name)? ServiceAccount { get; init; }
}
