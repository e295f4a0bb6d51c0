using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Operon.Generators;

/// <summary>Makes <c>OperatorComponents</c>: what adds the reconcilers, definitions and webhooks of an assembly to an operator, without any scanning at run time.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ComponentsGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var reconcilers = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => IsCandidate(node), static (candidate, cancellation) => Read(candidate, cancellation))
            .Where(reconciler => reconciler is not null)
            .Collect()
            .Select((all, _) => all.Select(reconciler => reconciler!).GroupBy(reconciler => reconciler.Type).Select(parts => parts.First())
                .OrderBy(reconciler => reconciler.Type, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName("Reconcilers");
        var hasDefinitions = DefinedKinds.Any(context);

        // The part that WebhooksSource writes needs this one.
        var hasWebhooks = context.SyntaxProvider
            .ForAttributeWithMetadataName(WebhookTypes.Webhook, (_, _) => true, (_, _) => true)
            .Collect()
            .Combine(ConverterReader.All(context))
            .Select((all, _) => !all.Left.IsEmpty || all.Right.Count > 0);
        var settings = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider).Select((both, _) => (
            Namespace: ProjectOptions.From(both.Left.GlobalOptions, both.Right.AssemblyName).RootNamespace,
            HasRuntime: both.Right.GetTypeByMetadataName("Operon.Runtime.OperatorHostBuilder") is not null,

            // A new program calls AddComponents before it has any.
            IsProgram: both.Left.GlobalOptions.TryGetValue("build_property.OperonProgram", out var isProgram) && isProgram == "true"));
        context.RegisterSourceOutput(reconcilers.Combine(hasDefinitions).Combine(hasWebhooks).Combine(settings), static (output, all) =>
        {
            var (((reconcilers, hasDefinitions), hasWebhooks), (rootNamespace, hasRuntime, isProgram)) = all;
            if (hasRuntime && (isProgram || reconcilers.Count > 0 || hasDefinitions || hasWebhooks))
            {
                output.AddSource("OperatorComponents.g.cs", ComponentsSource.Of(rootNamespace, reconcilers, hasDefinitions).ToSourceText());
            }
        });
    }

    private static bool IsCandidate(SyntaxNode node) => node is ClassDeclarationSyntax { BaseList: not null } declaration && !declaration.Modifiers.Any(SyntaxKind.AbstractKeyword);

    private static ReconcilerModel? Read(GeneratorSyntaxContext candidate, CancellationToken cancellation) =>
        candidate.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)candidate.Node, cancellation) is { } type ? ReconcilerReader.Of(type, candidate.SemanticModel.Compilation) : null;
}
