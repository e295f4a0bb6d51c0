using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Operon.Generators;

/// <summary>Tells what is wrong with the types that <see cref="CustomResourceGenerator"/> turns into definitions: the rules OP0001 to OP0033.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CustomResourceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        CrdRules.NotPartial, CrdRules.NoJsonContext, CrdRules.NotAnObject, CrdRules.NoListType, CrdRules.BadMapKey, CrdRules.NotRe2,
        CrdRules.Unanchored, CrdRules.FloatingPoint, CrdRules.ReservedName, CrdRules.ProtectedGroup, CrdRules.NoStatus, CrdRules.DuplicateName,
        CrdRules.BadDefault, CrdRules.BadBounds, CrdRules.Recursion, CrdRules.UnsupportedType, CrdRules.BadCel, CrdRules.CostlyCel,
        CrdRules.StorageVersion, CrdRules.BadSet, CrdRules.EnumAsNumber, CrdRules.NoDescription, CrdRules.UnreadableDefault,
        CrdRules.UnknownConverter, CrdRules.ReadOnlyProperty, CrdRules.WrongPlace, CrdRules.BadName, CrdRules.VersionsDiffer, CrdRules.BadJson,
        CrdRules.BreakingChange, CrdRules.UnreadableDefinition, CrdRules.TooLarge, CrdRules.UnknownPath,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext start)
    {
        if (start.Compilation.GetTypeByMetadataName(Types.KubernetesResource) is not { } resource)
        {
            return;
        }

        var options = ProjectOptions.From(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions, start.Compilation.AssemblyName);
        var contexts = new Lazy<IReadOnlyList<JsonContextModel>>(() => Contexts(start.Compilation, start.CancellationToken));
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var versions = new ConcurrentBag<(VersionModel Model, Location? Location)>();
        start.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type.GetAttributes().FirstOrDefault(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, resource)) is { } attribute)
                {
                    var findings = new DistinctFindings(seen, symbol.ReportDiagnostic);
                    versions.Add((Look(symbol.Compilation, type, attribute, options, contexts.Value, findings), attribute.Location()));
                }
            },
            SymbolKind.NamedType);
        start.RegisterCompilationEndAction(end => DefinitionChecks.Check(
            versions, options, end.Options.AdditionalFiles, new DistinctFindings(seen, end.ReportDiagnostic), end.CancellationToken));
    }

    private static VersionModel Look(
        Compilation compilation, INamedTypeSymbol type, AttributeData attribute, ProjectOptions options, IReadOnlyList<JsonContextModel> contexts, DistinctFindings findings)
    {
        var name = JsonContextReader.GlobalName(type);
        var context = contexts.FirstOrDefault(candidate => candidate.Types.Contains(name));
        if (context is null)
        {
            findings.Add(CrdRules.NoJsonContext, type.SourceLocation(), type.Name);
        }

        IFindings filtered = options.AllowFloatingPoint ? new FilteredFindings(findings, CrdRules.FloatingPoint) : findings;
        return VersionReader.Check(compilation, type, attribute, context?.WritesEnumsAsText == true, options, filtered);
    }

    private static IReadOnlyList<JsonContextModel> Contexts(Compilation compilation, CancellationToken cancellationToken) =>
    [
        .. compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type, cancellationToken)
            .OfType<INamedTypeSymbol>()
            .Select(JsonContextReader.Read)
            .OfType<JsonContextModel>(),
    ];
}
