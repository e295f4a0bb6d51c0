using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Tells types that get forms of their own from those that are values.</summary>
internal static class ApplyTypes
{
    private const string Json = "System.Text.Json.Serialization.";

    /// <summary>Whether an object of the type is owned field by field: a type of the program itself, with properties of its own.</summary>
    public static bool IsOwn(ITypeSymbol type, IAssemblySymbol program) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, program) && IsComposite(type);

    /// <summary>Whether it is an official model that is made of fields.</summary>
    public static bool IsModel(ITypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() == Types.Models && type.Name is not ("IntOrString" or "ResourceQuantity") && type.TypeKind == TypeKind.Class && IsComposite(type);

    private static bool IsComposite(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false, IsAbstract: false } named
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

    /// <summary>The name of a type's form: with those of the types around it and of its arguments. A whole object inside of another one, such as a claim template, has a form of its own.</summary>
    public static string FormNameOf(INamedTypeSymbol type, bool isNested) => NameOf(type) + (isNested && IsKind(type) ? "ItemApply" : "Apply");

    /// <summary>Properties that are fields of the JSON object, those of base types first.</summary>
    public static IEnumerable<IPropertySymbol> FieldsOf(INamedTypeSymbol type) =>
        SchemaMembers.Of(type).Select(member => member.Property).Where(property => property.Attribute(Json + "JsonExtensionDataAttribute") is null);

    private static bool IsKind(INamedTypeSymbol type) => !type.GetMembers("KubeKind").IsEmpty || type.Attribute(KnownTypes.KubernetesResource) is not null;

    private static string NameOf(INamedTypeSymbol type)
    {
        var name = (type.ContainingType is null ? "" : NameOf(type.ContainingType)) + type.Name;
        return type.TypeArguments.Length == 0 ? name : $"{name}Of{string.Join("And", type.TypeArguments.Select(argument => argument is INamedTypeSymbol named ? NameOf(named) : argument.Name))}";
    }
}
