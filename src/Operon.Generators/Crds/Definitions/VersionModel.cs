namespace Operon.Generators;

/// <summary>One version of a kind as its type says it: everything that is emitted follows from this, and nothing refers to the compiler.</summary>
internal sealed record VersionModel
{
    public required TypeModel Type { get; init; }

    public required string Group { get; init; }

    public required string Version { get; init; }

    public required string Kind { get; init; }

    public required string Plural { get; init; }

    public required string Singular { get; init; }

    public required string ListKind { get; init; }

    public required EquatableArray<string> ShortNames { get; init; }

    public required EquatableArray<string> Categories { get; init; }

    public required bool IsNamespaced { get; init; }

    public required bool IsStorage { get; init; }

    public required bool IsServed { get; init; }

    /// <summary>Whether the type is left out of definitions.</summary>
    public required bool IsExcluded { get; init; }

    /// <summary>The warning of a deprecated version; null for one that is not.</summary>
    public required string? Deprecation { get; init; }

    /// <summary>The schema as JSON, with the marks of what the project's settings decide.</summary>
    public required string Schema { get; init; }

    /// <summary>Subresources, columns and selectable fields: further members of <c>spec.versions[]</c>, as a JSON object.</summary>
    public required string Extras { get; init; }

    /// <summary>Labels and annotations of the definition, as a JSON object of its metadata.</summary>
    public required string Metadata { get; init; }
}
