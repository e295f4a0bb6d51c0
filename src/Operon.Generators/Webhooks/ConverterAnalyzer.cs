using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Operon.Generators;

/// <summary>Looks at the versions of kinds and what converts between them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConverterAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [WebhookDiagnostics.NotConverted, WebhookDiagnostics.SeveralHubs];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WebhookTypes.Converter) is null)
            {
                return;
            }

            var pairs = new Lazy<IReadOnlyList<(INamedTypeSymbol Converter, ConverterModel Model)>>(() => Converters(start.Compilation));
            start.RegisterSymbolAction(symbol => Analyze(symbol, (INamedTypeSymbol)symbol.Symbol, pairs), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type, Lazy<IReadOnlyList<(INamedTypeSymbol Converter, ConverterModel Model)>> pairs)
    {
        if (type.Attribute(KnownTypes.KubernetesResource) is not null && KindReader.Of(type, context.Compilation) is { } kind)
        {
            var ofKind = pairs.Value.Where(pair => IsSameKind(pair.Model.Hub, kind)).Select(pair => pair.Model).ToArray();
            if (ofKind.Length > 0 && !ofKind.Any(model => model.Spoke.Type == kind.Type || model.Hub.Type == kind.Type))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    WebhookDiagnostics.NotConverted, type.Locations[0], type.Name, kind.Version, kind.Kind, ofKind[0].Hub.Version, ofKind[0].Hub.Type.Split('.').Last()));
            }
        }

        foreach (var (converter, model) in pairs.Value.Where(pair => SymbolEqualityComparer.Default.Equals(pair.Converter, type)))
        {
            if (pairs.Value.Select(pair => pair.Model).First(first => IsSameKind(first.Hub, model.Hub)) is var first && first.Hub.Type != model.Hub.Type)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    WebhookDiagnostics.SeveralHubs, type.Locations[0], converter.Name, model.Hub.Version, first.Class.Split('.').Last(), first.Hub.Version, model.Hub.Kind));
            }
        }
    }

    private static bool IsSameKind(KindModel one, KindModel other) => one.Group is not null && one.Group == other.Group && one.Kind == other.Kind;

    private static IReadOnlyList<(INamedTypeSymbol, ConverterModel)> Converters(Compilation compilation) =>
    [
        .. Types(compilation.Assembly.GlobalNamespace)
            .SelectMany(type => ConverterReader.Of(type, compilation).Select(model => (type, model)))
            .OrderBy(pair => pair.model.Class, StringComparer.Ordinal),
    ];

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol names => Types(names),
        INamedTypeSymbol type => Types(type).Append(type),
        _ => [],
    });
}
