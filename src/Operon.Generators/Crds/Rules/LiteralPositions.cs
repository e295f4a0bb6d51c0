using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Operon.Generators;

/// <summary>Finds positions of a text in the literal it was written as.</summary>
internal sealed class LiteralPositions
{
    private readonly LiteralExpressionSyntax _literal;

    private LiteralPositions(LiteralExpressionSyntax literal) => _literal = literal;

    public Location Whole => _literal.GetLocation();

    /// <summary>The literal of a positional argument; null when it is no literal.</summary>
    public static LiteralPositions? Of(AttributeData attribute, int index) =>
        Of((attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).ElementAtOrDefault(index));

    /// <summary>The literal of a named argument; null when it is no literal.</summary>
    public static LiteralPositions? Of(AttributeData attribute, string name) =>
        Of((attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name));

    /// <summary>The word at an offset of the text; the whole literal when escapes make the place unclear.</summary>
    public Location At(int offset)
    {
        var token = _literal.Token;
        var start = token.Text.IndexOf(token.ValueText, StringComparison.Ordinal);
        if (start < 0 || offset > token.ValueText.Length)
        {
            return Whole;
        }

        var end = offset;
        while (end < token.ValueText.Length && (char.IsLetterOrDigit(token.ValueText[end]) || token.ValueText[end] == '_'))
        {
            end++;
        }

        // An error at the end or at a sign is marked by one character.
        var length = Math.Max(1, end - offset);
        return Location.Create(_literal.SyntaxTree, new TextSpan(token.SpanStart + start + offset, length));
    }

    private static LiteralPositions? Of(AttributeArgumentSyntax? argument) =>
        argument?.Expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression) ? new LiteralPositions(literal) : null;
}
