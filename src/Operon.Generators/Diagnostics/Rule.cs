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
        description: $"What it means and how to fix it: docs/rules/{id}.md.",
        customTags: isAtEnd ? [WellKnownDiagnosticTags.CompilationEnd] : []);
}
