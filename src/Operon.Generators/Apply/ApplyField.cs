namespace Operon.Generators;

/// <summary>A field of a form.</summary>
/// <param name="Property">Name of the property.</param>
/// <param name="JsonName">Name on the wire.</param>
/// <param name="Shape">How it is written.</param>
/// <param name="Type">The value's type, or that of the nested form; without a nullable mark.</param>
/// <param name="Converter">The converter of the property; null without one.</param>
/// <param name="Source">The property it stands for, as a cref.</param>
internal sealed record ApplyField(string Property, string JsonName, ApplyShape Shape, string Type, string? Converter, string Source)
{
    public string DeclaredType => Shape switch
    {
        ApplyShape.FormList => $"global::System.Collections.Generic.IReadOnlyList<{Type}>?",
        ApplyShape.FormMap => $"global::System.Collections.Generic.IReadOnlyDictionary<string, {Type}>?",
        _ => Type + "?",
    };
}
