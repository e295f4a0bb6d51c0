using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Operon.Generators;

/// <summary>A property as JSON has it: its name, its attributes, and the parameter of a positional record it stands for.</summary>
internal sealed class SchemaMember
{
    public SchemaMember(IPropertySymbol property, IParameterSymbol? parameter)
    {
        Property = property;
        Parameter = parameter;
        Name = JsonNames.Of(property);
        Attributes = parameter is null ? property.GetAttributes() : [.. property.GetAttributes(), .. parameter.GetAttributes()];
    }

    public IPropertySymbol Property { get; }

    public IParameterSymbol? Parameter { get; }

    /// <summary>The name in JSON.</summary>
    public string Name { get; }

    public IReadOnlyList<AttributeData> Attributes { get; }

    public ITypeSymbol Type => Property.Type;

    /// <summary>The name in messages: <c>MemcachedSpec.Size</c>.</summary>
    public string Display => $"{Property.ContainingType.Name}.{Property.Name}";

    public Location? Location => Property.SourceLocation();

    /// <summary>Whether the C# type allows null.</summary>
    public bool IsNullable => Type.NullableAnnotation == NullableAnnotation.Annotated
        || Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    /// <summary>Whether it is read back: by a setter, or by the parameter of the constructor JSON uses.</summary>
    public bool IsRead => Property.SetMethod is not null || Parameter is not null;

    public PropertyDeclarationSyntax? Declaration => Property.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax()).OfType<PropertyDeclarationSyntax>().FirstOrDefault();
}
