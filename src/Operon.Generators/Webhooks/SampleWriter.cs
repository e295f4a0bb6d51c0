using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Writes C# that makes an object with its fields filled, each with a value of its own, so that mixed-up fields show.</summary>
internal sealed class SampleWriter(Compilation compilation, bool isFilled)
{
    private const int Deepest = 8;
    private const string ObjectMeta = "k8s.Models.V1ObjectMeta";
    private readonly Stack<ITypeSymbol> _within = new();
    private int _number;

    /// <summary>An object of a kind, with metadata; null when it cannot be made.</summary>
    public string? OfResource(INamedTypeSymbol type) => Of(type, "sample");

    private string? Of(ITypeSymbol type, string name)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Of(nullable.TypeArguments[0], name);
        }

        var number = ++_number;
        var text = number.ToString(CultureInfo.InvariantCulture);
        return type.SpecialType switch
        {
            SpecialType.System_String => CSharpLiteral.Of($"{name}-{text}"),
            SpecialType.System_Boolean => "true",
            SpecialType.System_Byte or SpecialType.System_SByte => (number % 100).ToString(CultureInfo.InvariantCulture),
            SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 => text,
            SpecialType.System_Double or SpecialType.System_Single => $"{text}.5f",
            SpecialType.System_Decimal => $"{text}.5m",
            SpecialType.System_DateTime => $"new global::System.DateTime(2026, 1, 2, 3, 4, {number % 60}, global::System.DateTimeKind.Utc)",
            SpecialType.None or SpecialType.System_Array => OfOther(type, name, number),
            _ => OfOther(type, name, number),
        };
    }

    private string? OfOther(ITypeSymbol type, string name, int number)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return type.GetMembers().OfType<IFieldSymbol>().LastOrDefault(field => field.HasConstantValue) is { } member ? $"{type.GlobalName()}.{member.Name}" : null;
        }

        if (type is IArrayTypeSymbol array)
        {
            return array.ElementType.SpecialType == SpecialType.System_Byte ? "[1, 2, 3]" : Items(array.ElementType, name) is { } items ? $"[{items}]" : null;
        }

        if (type is not INamedTypeSymbol named || _within.Count > Deepest || _within.Contains(named, SymbolEqualityComparer.Default) || !compilation.IsSymbolAccessibleWithin(named, compilation.Assembly))
        {
            return null;
        }

        return Known(named, number) ?? Collection(named, name) ?? Object(named);
    }

    private static string? Known(INamedTypeSymbol type, int number) => Symbols.MetadataNameOf(type) switch
    {
        "System.DateTimeOffset" => $"new global::System.DateTimeOffset(2026, 1, 2, 3, 4, {number % 60}, global::System.TimeSpan.Zero)",
        "System.DateOnly" => $"new global::System.DateOnly(2026, 1, {1 + (number % 28)})",
        "System.TimeSpan" => $"global::System.TimeSpan.FromMinutes({number})",
        "System.Guid" => $"new global::System.Guid(\"00000000-0000-4000-8000-{number:d12}\")",
        "System.Uri" => $"new global::System.Uri(\"https://example.com/{number}\")",
        "k8s.Models.IntOrString" => $"\"{number}\"",
        "k8s.Models.ResourceQuantity" => $"new global::k8s.Models.ResourceQuantity(\"{number}\")",
        ObjectMeta => $"new global::{ObjectMeta} {{ Name = \"sample\", NamespaceProperty = \"default\", Labels = new global::System.Collections.Generic.Dictionary<string, string> {{ [\"label\"] = \"value\" }} }}",
        _ => null,
    };

    private string? Collection(INamedTypeSymbol type, string name)
    {
        if (type.IsGenericType && type.TypeArguments.Length == 2 && type.TypeArguments[0].SpecialType == SpecialType.System_String && type.Name.EndsWith("Dictionary", StringComparison.Ordinal))
        {
            return Of(type.TypeArguments[1], name) is { } value
                ? $"new global::System.Collections.Generic.Dictionary<string, {type.TypeArguments[1].GlobalName()}> {{ [\"{name}\"] = {value} }}"
                : null;
        }

        if (type.TypeArguments.Length != 1 || type.ContainingNamespace.ToDisplayString() is not ("System.Collections.Generic" or "System.Collections.Immutable"))
        {
            return null;
        }

        return Items(type.TypeArguments[0], name) is not { } items ? null
            : type.Name is "IReadOnlySet" or "ISet" ? $"new global::System.Collections.Generic.HashSet<{type.TypeArguments[0].GlobalName()}> {{ {items} }}"
            : $"[{items}]";
    }

    private string? Items(ITypeSymbol type, string name) => Of(type, name) is { } first && Of(type, name) is { } second ? type.TypeKind == TypeKind.Enum || first == second ? first : $"{first}, {second}" : null;

    private string? Object(INamedTypeSymbol type)
    {
        if (type.IsAbstract || type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal))
        {
            return null;
        }

        // A copy constructor makes nothing new.
        var constructor = type.InstanceConstructors
            .Where(one => compilation.IsSymbolAccessibleWithin(one, compilation.Assembly) && !(one.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(one.Parameters[0].Type, type)))
            .OrderBy(one => one.Parameters.Length)
            .FirstOrDefault();
        if (constructor is null)
        {
            return null;
        }

        _within.Push(type);
        var arguments = constructor.Parameters.Select(parameter => Of(parameter.Type, parameter.Name) ?? "default!").ToArray();
        var members = Members(type)
            .Where(property => !constructor.Parameters.Any(parameter => parameter.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)))
            .Where(property => isFilled || property.IsRequired || property.Name == "Metadata")
            .Select(property => (property.Name, Value: Of(property.Type, Camel(property.Name)) ?? (property.IsRequired ? "default!" : null)))
            .Where(member => member.Value is not null)
            .Select(member => $"{member.Name} = {member.Value}")
            .ToArray();
        _within.Pop();
        return $"new {type.GlobalName()}({string.Join(", ", arguments)}){(members.Length > 0 ? $" {{ {string.Join(", ", members)} }}" : "")}";
    }

    private IEnumerable<IPropertySymbol> Members(INamedTypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "ApiVersion", "Kind" };
        for (var one = type; one is not null && one.SpecialType != SpecialType.System_Object; one = one.BaseType)
        {
            foreach (var property in one.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, SetMethod: { } setter }
                    && compilation.IsSymbolAccessibleWithin(setter, compilation.Assembly)
                    && property.Attribute("System.Text.Json.Serialization.JsonIgnoreAttribute") is null
                    && property.Attribute("System.Text.Json.Serialization.JsonExtensionDataAttribute") is null
                    && seen.Add(property.Name))
                {
                    yield return property;
                }
            }
        }
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
