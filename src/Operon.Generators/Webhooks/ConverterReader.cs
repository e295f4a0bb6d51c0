using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Reads the classes that are <c>IConverter&lt;TSpoke, THub&gt;</c>.</summary>
internal static class ConverterReader
{
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
