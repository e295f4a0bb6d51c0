using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>What generators ask symbols.</summary>
internal static class Symbols
{
    /// <summary>The name by which metadata knows a type: <c>Operon.Runtime.Reconciler`1</c>.</summary>
    public static string MetadataNameOf(INamedTypeSymbol type)
    {
        var definition = type.OriginalDefinition;
        var container = definition.ContainingType is { } outer
            ? MetadataNameOf(outer) + "+"
            : definition.ContainingNamespace is { IsGlobalNamespace: false } names ? names.ToDisplayString() + "." : "";
        return container + definition.MetadataName;
    }

    public static bool Is(this INamedTypeSymbol? type, string metadataName) =>
        type is not null && metadataName.EndsWith(type.MetadataName, StringComparison.Ordinal) && MetadataNameOf(type) == metadataName;

    /// <summary>The type itself or the base of it that is made of the generic type named.</summary>
    public static INamedTypeSymbol? BaseOf(this ITypeSymbol type, string metadataName)
    {
        for (var one = type as INamedTypeSymbol; one is not null; one = one.BaseType)
        {
            if (one.Is(metadataName))
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>The type with <c>global::</c> and without nullable marks.</summary>
    public static string GlobalName(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Whether code elsewhere in the assembly may name the type.</summary>
    public static bool IsVisibleInAssembly(this ITypeSymbol type)
    {
        for (ISymbol? symbol = type; symbol is INamedTypeSymbol named; symbol = symbol.ContainingType)
        {
            if (named.IsFileLocal || named.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            {
                return false;
            }
        }

        return true;
    }

    public static AttributeData? Attribute(this ISymbol symbol, string metadataName)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(metadataName))
            {
                return attribute;
            }
        }

        return null;
    }

    public static IEnumerable<string> Texts(this AttributeData attribute, string property) => attribute.Named(property)?.Texts() ?? [];
}
