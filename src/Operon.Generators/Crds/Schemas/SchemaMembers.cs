using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal static class SchemaMembers
{
    private const string JsonIgnore = "System.Text.Json.Serialization.JsonIgnoreAttribute";
    private const string JsonInclude = "System.Text.Json.Serialization.JsonIncludeAttribute";
    private const string JsonConstructor = "System.Text.Json.Serialization.JsonConstructorAttribute";
    private const int Always = 1;

    /// <summary>The properties System.Text.Json writes, those of base types first, overridden ones once.</summary>
    public static IReadOnlyList<SchemaMember> Of(INamedTypeSymbol type)
    {
        var chain = new Stack<INamedTypeSymbol>();
        for (var current = type; current is not null && current.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); current = current.BaseType)
        {
            chain.Push(current);
        }

        var members = new List<SchemaMember>();
        foreach (var level in chain)
        {
            var parameters = Parameters(level);
            foreach (var property in level.GetMembers().OfType<IPropertySymbol>().Where(IsWritten))
            {
                var member = new SchemaMember(
                    property,
                    parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)));
                var hidden = members.FindIndex(other => other.Property.Name == property.Name);
                if (hidden >= 0)
                {
                    members[hidden] = member;
                }
                else
                {
                    members.Add(member);
                }
            }
        }

        return members;
    }

    private static bool IsWritten(IPropertySymbol property) =>
        !property.IsStatic
        && !property.IsIndexer
        && property.GetMethod is not null
        && (property.DeclaredAccessibility == Accessibility.Public || property.GetAttributes().Find(JsonInclude) is not null)
        && !(property.GetAttributes().Find(JsonIgnore) is { } ignore && (ignore.Named("Condition")?.Value is not int condition || condition == Always));

    /// <summary>Parameters of the constructor JSON uses: the marked one, or the only public one when none is without parameters.</summary>
    private static ImmutableArray<IParameterSymbol> Parameters(INamedTypeSymbol type)
    {
        var own = type.InstanceConstructors
            .Where(constructor => !(constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type)))
            .ToList();
        var chosen = own.FirstOrDefault(constructor => constructor.GetAttributes().Find(JsonConstructor) is not null);
        if (chosen is null)
        {
            // The implicit one of a struct is not what a positional record struct means.
            var candidates = own.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public && !(type.IsValueType && constructor.IsImplicitlyDeclared)).ToList();
            chosen = candidates.Count == 1 ? candidates[0] : null;
        }

        return chosen?.Parameters ?? [];
    }
}
