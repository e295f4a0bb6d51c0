using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Operon.Generators;

internal static class TypeModels
{
    public static TypeModel Of(INamedTypeSymbol type)
    {
        var chain = new Stack<INamedTypeSymbol>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            chain.Push(current);
        }

        return new TypeModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            chain.Select(Declaration).ToEquatableArray(),
            string.Join(".", chain.Select(level => level.Name)),
            chain.All(IsPartial),
            chain.All(level => level.DeclaredAccessibility == Accessibility.Public));
    }

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
        .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Declaration(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => $"partial record struct {type.Name}",
        (true, _) => $"partial record {type.Name}",
        (_, TypeKind.Struct) => $"partial struct {type.Name}",
        (_, TypeKind.Interface) => $"partial interface {type.Name}",
        _ => $"partial class {type.Name}",
    };
}
