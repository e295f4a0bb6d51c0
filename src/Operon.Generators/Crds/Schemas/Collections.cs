using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Which types JSON writes as arrays and which as objects of one kind of values.</summary>
internal static class Collections
{
    private const string Generic = "System.Collections.Generic.";

    private static readonly string[] _sets = [$"{Generic}IReadOnlySet", $"{Generic}ISet", "System.Collections.Immutable.IImmutableSet"];
    private static readonly string[] _dictionaries = [$"{Generic}IReadOnlyDictionary", $"{Generic}IDictionary"];

    /// <summary>The element type of a list or set; null for other types.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String || DictionaryOf(type) is not null)
        {
            return null;
        }

        return type is IArrayTypeSymbol { Rank: 1 } array ? array.ElementType : type.Implemented($"{Generic}IEnumerable")?.TypeArguments[0];
    }

    /// <summary>Whether items are told apart by their values alone.</summary>
    public static bool IsSet(ITypeSymbol type) => _sets.Any(name => type.Implemented(name) is not null);

    /// <summary>Whether System.Text.Json writes the type but does not read it; for texts <c>KubernetesJson</c> does.</summary>
    public static bool IsUnreadable(ITypeSymbol type, ITypeSymbol element) =>
        type.FullName() == $"{Generic}IReadOnlySet" && element.SpecialType != SpecialType.System_String;

    /// <summary>Key and value types of a dictionary; null for other types.</summary>
    public static (ITypeSymbol Key, ITypeSymbol Value)? DictionaryOf(ITypeSymbol type) => _dictionaries
        .Select(name => type.Implemented(name))
        .Where(dictionary => dictionary is not null)
        .Select(dictionary => ((ITypeSymbol, ITypeSymbol)?)(dictionary!.TypeArguments[0], dictionary.TypeArguments[1]))
        .FirstOrDefault();
}
