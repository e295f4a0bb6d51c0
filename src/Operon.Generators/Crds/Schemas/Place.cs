using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Where in a resource a schema stands.</summary>
/// <param name="Display">The member in messages.</param>
/// <param name="Location">The member in the source, or what stands for it.</param>
/// <param name="Path">JSON path, such as <c>.spec.size</c>; null inside of lists and dictionaries, where paths cannot lead.</param>
internal sealed record Place(string Display, Location? Location, string? Path)
{
    public Place Child(SchemaMember member) => new(
        member.Display,
        member.Location ?? Location,
        Path is null ? null : $"{Path}.{Escape(member.Name)}");

    public Place Inside() => this with { Path = null };

    private static string Escape(string name) => name.Replace(".", "\\.");
}
