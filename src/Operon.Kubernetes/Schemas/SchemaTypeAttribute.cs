namespace Operon.Kubernetes;

/// <summary>
/// Says what a type or field is in JSON, in place of what follows from its C# type: <c>type</c>. For types with a JSON converter of their
/// own, such as <c>[SchemaType("string", Pattern = "[a-z]+")] readonly record struct Zone</c>.
/// </summary>
/// <param name="type"><c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>object</c>, <c>array</c>, or <c>int-or-string</c>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class SchemaTypeAttribute(string type) : SchemaKeywordsAttribute
{
    /// <summary>The JSON type.</summary>
    public string Type { get; } = type;
}
