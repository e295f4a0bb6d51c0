using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Tells types that get forms of their own from those that are values.</summary>
internal static class ApplyTypes
{
    private const string Json = "System.Text.Json.Serialization.";

    private static readonly HashSet<string> _lists = new(StringComparer.Ordinal)
    {
        "IEnumerable`1", "IReadOnlyCollection`1", "IReadOnlyList`1", "ICollection`1", "IList`1", "List`1", "IReadOnlySet`1", "ISet`1", "HashSet`1", "ImmutableArray`1", "ImmutableList`1",
    };

    private static readonly HashSet<string> _maps = new(StringComparer.Ordinal)
    {
        "IReadOnlyDictionary`2", "IDictionary`2", "Dictionary`2", "ImmutableDictionary`2", "ImmutableSortedDictionary`2", "SortedDictionary`2",
    };

    /// <summary>Whether an object of the type is owned field by field: a type of the program itself, with properties of its own.</summary>
    public static bool IsOwn(ITypeSymbol type, IAssemblySymbol program) => type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false, IsAbstract: false } named
        && SymbolEqualityComparer.Default.Equals(named.ContainingAssembly, program)
        && named.IsVisibleInAssembly()
        && named.Attribute(Json + "JsonConverterAttribute") is null
        && named.Attribute(Json + "JsonDerivedTypeAttribute") is null
        && !named.AllInterfaces.Any(one => one.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>The type of the items; null for what is no list.</summary>
    public static ITypeSymbol? ItemOfList(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Arity: 1 } named when _lists.Contains(named.MetadataName) && IsCollection(named) => named.TypeArguments[0],
        _ => null,
    };

    /// <summary>The type of the values; null for what is no map from strings.</summary>
    public static ITypeSymbol? ItemOfMap(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 2 } named && _maps.Contains(named.MetadataName) && IsCollection(named) && named.TypeArguments[0].SpecialType == SpecialType.System_String
            ? named.TypeArguments[1]
            : null;

    /// <summary>The type under a nullable one.</summary>
    public static ITypeSymbol WithoutNull(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    /// <summary>The name of a type's form: with those of the types around it and of its arguments.</summary>
    public static string FormNameOf(INamedTypeSymbol type) => NameOf(type) + "Apply";

    /// <summary>Properties that are fields of the JSON object, those of base types first.</summary>
    public static IEnumerable<IPropertySymbol> FieldsOf(INamedTypeSymbol type)
    {
        List<IPropertySymbol> all = [];
        for (var one = type; one is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; one = one.BaseType)
        {
            all.InsertRange(0, one.GetMembers().OfType<IPropertySymbol>().Where(property => IsField(property) && !all.Any(known => known.Name == property.Name)));
        }

        return all;
    }

    // Properties of positional records are declared implicitly, but are fields; EqualityContract is protected.
    private static bool IsField(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null }
        && property.Attribute(Json + "JsonExtensionDataAttribute") is null
        && !IsIgnored(property);

    // A condition other than Always (1) leaves some values out only.
    private static bool IsIgnored(IPropertySymbol property) =>
        property.Attribute(Json + "JsonIgnoreAttribute") is { } ignore && !ignore.NamedArguments.Any(argument => argument is { Key: "Condition", Value.Value: int condition } && condition != 1);

    private static bool IsCollection(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Immutable";

    private static string NameOf(INamedTypeSymbol type)
    {
        var name = (type.ContainingType is null ? "" : NameOf(type.ContainingType)) + type.Name;
        return type.TypeArguments.Length == 0 ? name : $"{name}Of{string.Join("And", type.TypeArguments.Select(argument => argument is INamedTypeSymbol named ? NameOf(named) : argument.Name))}";
    }
}
