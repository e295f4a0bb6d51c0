namespace Operon.Generators;

/// <summary>What a property initializer says.</summary>
/// <param name="Kind">Whether it could be read.</param>
/// <param name="Value">The value as JSON when it is one.</param>
internal readonly record struct Initializer(InitializerKind Kind, JsonNode? Value = null)
{
    /// <summary>There is none, or it says null, so that the field has no default.</summary>
    public static Initializer None => new(InitializerKind.None);

    /// <summary>An empty text or collection: what an absent field is in C# anyway.</summary>
    public static Initializer Empty => new(InitializerKind.Empty);

    public static Initializer Unreadable => new(InitializerKind.Unreadable);

    public static Initializer Of(JsonNode value) => new(InitializerKind.Value, value);
}
