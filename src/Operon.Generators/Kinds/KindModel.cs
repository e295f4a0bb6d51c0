namespace Operon.Generators;

/// <summary>A kind as the API calls it, and how generated code gets at it.</summary>
/// <param name="Type">The C# type, fully qualified with <c>global::</c>.</param>
/// <param name="Group">API group; null when only the type itself knows at run time.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Plural">Lower-case plural; null when only the type itself knows at run time.</param>
/// <param name="IsNamespaced">Whether objects live in a namespace.</param>
/// <param name="HasStatus">Whether it has the status subresource.</param>
/// <param name="Expression">C# of its <c>ResourceKind</c>.</param>
internal sealed record KindModel(string Type, string? Group, string Kind, string? Plural, bool IsNamespaced, bool HasStatus, string Expression)
{
    /// <summary>Version, such as <c>v1</c>; null when only the type itself knows at run time.</summary>
    public string? Version { get; init; }
}
