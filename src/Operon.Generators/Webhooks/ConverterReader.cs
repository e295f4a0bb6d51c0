using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Operon.Generators;

/// <summary>Reads the classes that are <c>IConverter&lt;TSpoke, THub&gt;</c>.</summary>
internal static class ConverterReader
{
    /// <summary>All converters of the assembly, in the order of their classes.</summary>
    public static IncrementalValueProvider<EquatableArray<ConverterModel>> All(IncrementalGeneratorInitializationContext context) => context.SyntaxProvider
        .CreateSyntaxProvider(
            (node, _) => node is TypeDeclarationSyntax { BaseList.Types: var bases } && bases.Any(one => one.Type.ToString().Contains("IConverter<")),
            (found, cancellation) => found.SemanticModel.GetDeclaredSymbol(found.Node, cancellation) is INamedTypeSymbol type
                ? Of(type, found.SemanticModel.Compilation).ToEquatableArray()
                : EquatableArray<ConverterModel>.Empty)
        .Collect()
        .Select((all, _) => all.SelectMany(some => some).Distinct().OrderBy(converter => converter.Class, StringComparer.Ordinal).ToEquatableArray());

    public static IEnumerable<ConverterModel> Of(INamedTypeSymbol type, Compilation compilation)
    {
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: false } || !type.IsVisibleInAssembly())
        {
            yield break;
        }

        foreach (var converter in Interfaces(type))
        {
            if (KindReader.Of(converter.TypeArguments[0], compilation) is { } spoke && KindReader.Of(converter.TypeArguments[1], compilation) is { } hub)
            {
                yield return new ConverterModel(type.GlobalName(), spoke, hub);
            }
        }
    }

    public static IEnumerable<INamedTypeSymbol> Interfaces(INamedTypeSymbol type) => type.AllInterfaces.Where(one => one.Is(WebhookTypes.Converter));
}
