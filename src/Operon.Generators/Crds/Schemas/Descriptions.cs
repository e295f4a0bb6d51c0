using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Operon.Generators;

/// <summary>
/// Descriptions out of documentation comments. They are read from the source text and not from the compiler, which skips them when the
/// project writes no documentation file, so that a definition does not depend on that setting.
/// </summary>
internal static class Descriptions
{
    private static readonly Regex _space = new(@"\s+", RegexOptions.CultureInvariant);

    /// <summary>What <c>[Description]</c>, else the summary says, with a note for <c>[Obsolete]</c>; null when there is neither.</summary>
    public static string? Of(SchemaMember member) =>
        WithNote(Attribute(member.Attributes) ?? Comment(member.Property) ?? Parameter(member.Property), member.Attributes);

    public static string? Of(INamedTypeSymbol type) => Attribute(type.GetAttributes()) ?? Comment(type);

    private static string? Attribute(IEnumerable<AttributeData> attributes) =>
        attributes.Find("System.ComponentModel.DescriptionAttribute")?.Argument(0) as string
        ?? attributes.Find("System.ComponentModel.DataAnnotations.DisplayAttribute")?.NamedText("Description");

    private static string? WithNote(string? text, IEnumerable<AttributeData> attributes)
    {
        if (attributes.Find("System.ObsoleteAttribute") is not { } obsolete)
        {
            return text;
        }

        var note = obsolete.Argument(0) is string { Length: > 0 } reason ? $"Deprecated: {reason}" : "Deprecated.";
        return text is null ? note : $"{text}\n{note}";
    }

    private static string? Comment(ISymbol symbol)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            if (Documentation(reference.GetSyntax()) is not { } comment)
            {
                continue;
            }

            if (comment.Element("inheritdoc") is not null)
            {
                return Inherited(symbol) is { } source ? Comment(source) : null;
            }

            if (comment.Element("summary") is { } summary && Render(summary) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The property of a positional record is documented by a param tag of the record.</summary>
    private static string? Parameter(IPropertySymbol property) => property.ContainingType.DeclaringSyntaxReferences
        .Select(reference => Documentation(reference.GetSyntax())?.Elements("param").FirstOrDefault(element => (string?)element.Attribute("name") == property.Name))
        .Where(element => element is not null)
        .Select(element => Render(element!))
        .FirstOrDefault(text => text.Length > 0);

    private static ISymbol? Inherited(ISymbol symbol) => symbol switch
    {
        IPropertySymbol { OverriddenProperty: { } overridden } => overridden,
        IPropertySymbol property => property.ContainingType.AllInterfaces
            .SelectMany(type => type.GetMembers(property.Name))
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(property.ContainingType.FindImplementationForInterfaceMember(member), property)),
        INamedTypeSymbol type => type.BaseType,
        _ => null,
    };

    private static XElement? Documentation(SyntaxNode declaration)
    {
        // Parameters of positional records are documented by the record, whose comment precedes all of it.
        if (declaration is ParameterSyntax)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var line in declaration.GetLeadingTrivia().ToFullString().Split('\n'))
        {
            var trimmed = line.TrimStart();
            if (trimmed.StartsWith("///", StringComparison.Ordinal))
            {
                text.Append(trimmed, 3, trimmed.Length - 3).Append('\n');
            }
        }

        try
        {
            return text.Length == 0 ? null : XElement.Parse($"<member>{text}</member>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // The compiler warns about malformed comments.
            return null;
        }
    }

    private static string Render(XElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return string.Join("\n", text.ToString().Split('\n').Select(line => _space.Replace(line, " ").Trim())).Trim('\n').Replace("\n\n\n", "\n\n");
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText words:
                    text.Append(words.Value.Replace('\n', ' ').Replace('\r', ' '));
                    break;
                case XElement { Name.LocalName: "see" or "seealso" } see when see.IsEmpty:
                    text.Append(Reference(see));
                    break;
                case XElement { Name.LocalName: "paramref" or "typeparamref" } reference:
                    text.Append((string?)reference.Attribute("name"));
                    break;
                case XElement { Name.LocalName: "para" } paragraph:
                    text.Append("\n\n");
                    Append(text, paragraph);
                    text.Append("\n\n");
                    break;
                case XElement { Name.LocalName: "br" }:
                    text.Append('\n');
                    break;
                case XElement { Name.LocalName: "item" } item:
                    text.Append("\n- ");
                    Append(text, item);
                    break;
                case XElement inner:
                    Append(text, inner);
                    break;
            }
        }
    }

    private static string Reference(XElement see)
    {
        if (((string?)see.Attribute("langword") ?? (string?)see.Attribute("href")) is { } word)
        {
            return word;
        }

        // The last name of a reference: Size of MemcachedSpec.Size, List of List{T}, Run of Run(int).
        var name = ((string?)see.Attribute("cref") ?? "").Split('(', '{', '<')[0];
        return name.Substring(Math.Max(name.LastIndexOf('.'), name.LastIndexOf(':')) + 1);
    }
}
