using Microsoft.CodeAnalysis;

namespace Operon.Generators;

/// <summary>Types by the names they have in metadata: the generator references none of the assemblies it knows about.</summary>
internal static class Types
{
    public const string KubernetesResource = "Operon.Kubernetes.KubernetesResourceAttribute";
    public const string JsonSerializable = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string Models = "k8s.Models";

    private static readonly SymbolDisplayFormat _fullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.None);

    /// <summary>Namespace and name, without type arguments: <c>System.Collections.Generic.List</c>.</summary>
    public static string FullName(this ITypeSymbol type) => type.OriginalDefinition.ToDisplayString(_fullName);

    /// <summary>The name as people write it: <c>List&lt;string&gt;</c>.</summary>
    public static string Display(this ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    public static string FullName(this AttributeData attribute) => attribute.AttributeClass?.FullName() ?? "";

    public static AttributeData? Find(this IEnumerable<AttributeData> attributes, string fullName) =>
        attributes.FirstOrDefault(attribute => attribute.FullName() == fullName);

    /// <summary>An attribute of <c>Operon.Kubernetes</c>, by its short name.</summary>
    public static AttributeData? FindOwn(this IEnumerable<AttributeData> attributes, string name) => attributes.Find($"Operon.Kubernetes.{name}Attribute");

    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    public static string? NamedText(this AttributeData attribute, string name) => attribute.Named(name)?.Value as string;

    public static bool IsTrue(this AttributeData attribute, string name) => attribute.Named(name)?.Value is true;

    /// <summary>The positional argument, or null when there are fewer.</summary>
    public static object? Argument(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[index].Kind != TypedConstantKind.Array
            ? attribute.ConstructorArguments[index].Value
            : null;

    /// <summary>The texts of an array argument.</summary>
    public static IEnumerable<string> Texts(this TypedConstant constant) =>
        constant is { Kind: TypedConstantKind.Array, IsNull: false } ? constant.Values.Select(value => value.Value).OfType<string>() : [];

    public static IEnumerable<string> Texts(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[index].Texts() : [];

    public static Location? Location(this AttributeData attribute) => attribute.ApplicationSyntaxReference is { } reference
        ? Microsoft.CodeAnalysis.Location.Create(reference.SyntaxTree, reference.Span)
        : null;

    public static Location? SourceLocation(this ISymbol symbol) => symbol.Locations.FirstOrDefault(location => location.IsInSource);

    /// <summary>The type behind <c>T?</c> of a value type, else the type itself.</summary>
    public static ITypeSymbol WithoutNullable(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    /// <summary>The interface, constructed as <paramref name="type"/> has it, or null.</summary>
    public static INamedTypeSymbol? Implemented(this ITypeSymbol type, string interfaceName) =>
        type is INamedTypeSymbol named && named.FullName() == interfaceName ? named : type.AllInterfaces.FirstOrDefault(candidate => candidate.FullName() == interfaceName);
}
