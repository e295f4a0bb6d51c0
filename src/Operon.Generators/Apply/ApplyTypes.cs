using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Tells types that get forms of their own from those that are values.</summary>
internal static class ApplyTypes
{
    private const string Json = "System.Text.Json.Serialization.";

    /// <summary>Whether an object of the type is owned field by field: a type of the program itself, with properties of its own.</summary>
    public static bool IsOwn(ITypeSymbol type, IAssemblySymbol program) => type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false, IsAbstract: false } named
        && SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, program)
        && named.IsVisibleInAssembly()
        && named.Attribute(Json + "JsonConverterAttribute") is null
        && named.Attribute(Json + "JsonDerivedTypeAttribute") is null
        && !named.AllInterfaces.Any(one => one.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>The type of the items of a list; null for other types.</summary>
    public static ITypeSymbol? ItemOfList(ITypeSymbol type) => Collections.ElementOf(type);

    /// <summary>The type of the values; null for what is no map from strings.</summary>
    public static ITypeSymbol? ItemOfMap(ITypeSymbol type) => Collections.DictionaryOf(type) is { Key.SpecialType: SpecialType.System_String } map ? map.Value : null;

    /// <summary>The type under a nullable one.</summary>
    public static ITypeSymbol WithoutNull(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>The name of a type's form: with those of the types around it and of its arguments.</summary>
    public static string FormNameOf(INamedTypeSymbol type) => NameOf(type) + "Apply";

    /// <summary>Properties that are fields of the JSON object, those of base types first.</summary>
    public static IEnumerable<IPropertySymbol> FieldsOf(INamedTypeSymbol type) =>
        SchemaMembers.Of(type).Select(member => member.Property).Where(property => property.Attribute(Json + "JsonExtensionDataAttribute") is null);

    private static string NameOf(INamedTypeSymbol type)
    {
        var name = (type.ContainingType is null ? "" : NameOf(type.ContainingType)) + type.Name;
        return type.TypeArguments.Length == 0 ? name : $"{name}Of{string.Join("And", type.TypeArguments.Select(argument => argument is INamedTypeSymbol named ? NameOf(named) : argument.Name))}";
    }
}
