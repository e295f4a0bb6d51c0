using Microsoft.CodeAnalysis.CSharp;

namespace Operon.Generators;

internal static class CSharpLiteral
{
    /// <summary>The text as a literal, quoted and escaped.</summary>
    public static string Of(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
