using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Operon.Generators;

/// <summary>Which kinds the assembly converts between versions: those of <c>IConverter&lt;TSpoke, THub&gt;</c> implementations.</summary>
internal static class ConvertedKinds
{
    private const string Converter = "Operon.Webhooks.IConverter";

    /// <summary>A quick look at the syntax alone.</summary>
    public static bool MayConvert(SyntaxNode node) =>
        node is TypeDeclarationSyntax { BaseList.Types: var types } && types.Any(type => type.Type.ToString().Contains("IConverter<"));

    /// <summary>Group and kind, joined by a slash, of what the class converts.</summary>
    public static EquatableArray<string> Of(INamedTypeSymbol type) => type.AllInterfaces
        .Where(candidate => candidate.FullName() == Converter && candidate.TypeArguments.Length == 2)
        .Select(candidate => KindOf(candidate.TypeArguments[1]))
        .OfType<string>()
        .ToEquatableArray();

    public static string Key(string group, string kind) => $"{group}/{kind}";

    private static string? KindOf(ITypeSymbol hub) =>
        hub is INamedTypeSymbol type && type.GetAttributes().Find(Types.KubernetesResource) is { } attribute
            ? Key(attribute.Argument(0) as string ?? "", VersionReader.KindOf(type, attribute))
            : null;
}
