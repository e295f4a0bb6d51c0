using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Operon.Generators;

/// <summary>Looks at each right that attributes ask for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RbacAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] _reads = ["get", "list", "watch", "*"];
    private static readonly string[] _nameless = ["create", "deletecollection"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        RbacDiagnostics.Wildcard, RbacDiagnostics.SecretsEverywhere, RbacDiagnostics.ClusterScopedInNamespace, RbacDiagnostics.NoVerbs, RbacDiagnostics.NamelessVerbs, RbacDiagnostics.NotAResource,
        ReconcilerDiagnostics.UnknownKind,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.Attribute);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var syntax = (AttributeSyntax)context.Node;
        if (!syntax.Name.ToString().Contains("Rbac"))
        {
            // Without a look at symbols: most attributes are other ones. An alias with another name is not looked at.
            return;
        }

        var symbol = syntax.Parent?.Parent switch
        {
            CompilationUnitSyntax => context.Compilation.Assembly,
            BaseTypeDeclarationSyntax declaration => (ISymbol?)context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken),
            _ => null,
        };
        var attribute = symbol?.GetAttributes().FirstOrDefault(one => one.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == syntax.SyntaxTree && reference.Span == syntax.Span);
        if (attribute is null)
        {
            return;
        }

        if (RbacReader.Of(attribute, context.Compilation) is { } rule)
        {
            Analyze(rule, (descriptor, arguments) => context.ReportDiagnostic(Diagnostic.Create(descriptor, syntax.GetLocation(), arguments)));
        }
        else if (attribute.AttributeClass.Is(KnownTypes.RbacOfType) && attribute.AttributeClass!.TypeArguments[0] is { TypeKind: not TypeKind.Error } type)
        {
            context.ReportDiagnostic(Diagnostic.Create(ReconcilerDiagnostics.UnknownKind, syntax.GetLocation(), type.Name, "write [Rbac(\"group\", \"plural\", ...)]"));
        }
    }

    private static void Analyze(RbacRule rule, Action<DiagnosticDescriptor, object[]> report)
    {
        if (rule.Verbs.Count == 0)
        {
            report(RbacDiagnostics.NoVerbs, [string.Join(", ", rule.Resources.Concat(rule.Urls))]);
        }

        foreach (var (what, values) in new[] { ("verbs", rule.Verbs), ("resources", rule.Resources), ("groups", rule.Groups) })
        {
            if (values.Contains("*"))
            {
                report(RbacDiagnostics.Wildcard, [what]);
            }
        }

        if (rule.Resources.FirstOrDefault(resource => !IsResource(resource)) is { } wrong)
        {
            report(RbacDiagnostics.NotAResource, [wrong, wrong.ToLowerInvariant().Trim('/')]);
        }

        if (rule.Namespace.Length == 0 && rule.ResourceNames.Count == 0 && Covers(rule, "", "secrets") && rule.Verbs.Intersect(_reads).ToArray() is { Length: > 0 } reads)
        {
            report(RbacDiagnostics.SecretsEverywhere, [string.Join(", ", reads)]);
        }

        if (rule.Namespace.Length > 0 && rule.Resources.Where(resource => rule.Groups.Any(group => ClusterScopedKinds.ContainsPlural(group, resource.Split('/')[0]))).ToArray() is { Length: > 0 } scoped)
        {
            report(RbacDiagnostics.ClusterScopedInNamespace, [string.Join(", ", scoped), rule.Namespace]);
        }

        if (rule.ResourceNames.Count > 0 && rule.Verbs.Intersect(_nameless).ToArray() is { Length: > 0 } nameless)
        {
            report(RbacDiagnostics.NamelessVerbs, [string.Join(", ", nameless)]);
        }
    }

    private static bool Covers(RbacRule rule, string group, string resource) =>
        rule.Groups.Any(one => one == group || one == "*") && rule.Resources.Any(one => one == resource || one == "*");

    private static bool IsResource(string resource) =>
        resource.Length > 0 && resource[0] != '/' && resource[resource.Length - 1] != '/' && resource.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '/' or '*' or '.');
}
