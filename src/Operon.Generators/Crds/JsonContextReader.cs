using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal static class JsonContextReader
{
    private const string Context = "System.Text.Json.Serialization.JsonSerializerContext";
    private const string Options = "System.Text.Json.Serialization.JsonSourceGenerationOptionsAttribute";

    /// <summary>The context a class is; null when it is none.</summary>
    public static JsonContextModel? Read(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.FullName() == Context)
            {
                var types = type.GetAttributes()
                    .Where(attribute => attribute.FullName() == Types.JsonSerializable)
                    .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
                    .OfType<ITypeSymbol>()
                    .Select(GlobalName);
                return new JsonContextModel(
                    GlobalName(type),
                    types.ToEquatableArray(),
                    type.GetAttributes().Find(Options)?.IsTrue("UseStringEnumConverter") == true);
            }
        }

        return null;
    }

    public static string GlobalName(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
