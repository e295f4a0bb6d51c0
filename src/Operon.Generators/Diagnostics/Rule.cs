using Microsoft.CodeAnalysis;

namespace Operon.Generators;

internal static class Rule
{
    /// <summary>A rule of the category Operon. Its page is <c>docs/rules/[id].md</c>.</summary>
    public static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity, bool isAtEnd = false) => new(
        id,
        title,
        message,
        "Operon",
        severity,
        isEnabledByDefault: true,
        helpLinkUri: $"https://operon.dev/rules/{id}",
        customTags: isAtEnd ? [WellKnownDiagnosticTags.CompilationEnd] : []);
}
