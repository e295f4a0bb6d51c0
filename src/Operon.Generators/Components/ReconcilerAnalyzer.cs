using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Operon.Generators;

/// <summary>Looks at the classes that derive from <c>Reconciler&lt;T&gt;</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReconcilerAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] _neededByCaches = ["list", "watch"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ReconcilerDiagnostics.WatchedWithoutRights, ReconcilerDiagnostics.SameName, ReconcilerDiagnostics.UnknownKind, ReconcilerDiagnostics.NoSuchMethod, ReconcilerDiagnostics.NotReachable,
        ReconcilerDiagnostics.CannotOwn,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypes.Reconciler) is null)
            {
                return;
            }

            var rights = new Lazy<RbacRuleSet>(() => RbacRuleSet.Of(start.Compilation));
            var reconcilers = new Lazy<Dictionary<string, string>>(() => FirstOfEachName(start.Compilation));
            start.RegisterSymbolAction(symbol => Analyze(symbol, (INamedTypeSymbol)symbol.Symbol, rights, reconcilers), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type, Lazy<RbacRuleSet> rights, Lazy<Dictionary<string, string>> firstOfEachName)
    {
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false } || type.BaseOf(KnownTypes.Reconciler) is not { } reconciler || type.Attribute(KnownTypes.Controller)?.IsTrue("AddedByHand") == true)
        {
            return;
        }

        void Report(DiagnosticDescriptor descriptor, params object[] arguments) => context.ReportDiagnostic(Diagnostic.Create(descriptor, type.Locations[0], arguments));

        if (type.IsGenericType || !type.IsVisibleInAssembly())
        {
            Report(ReconcilerDiagnostics.NotReachable, type.Name, type.IsGenericType ? "it is generic" : "it is private to another type or to a file");
            return;
        }

        var primary = KindReader.Of(reconciler.TypeArguments[0], context.Compilation);
        if (primary is null)
        {
            Report(ReconcilerDiagnostics.UnknownKind, reconciler.TypeArguments[0].Name, $"implement ICustomResource<{reconciler.TypeArguments[0].Name}>, or say [Controller(AddedByHand = true)] and add the reconciler with its kind");
        }
        else if (firstOfEachName.Value.TryGetValue(ReconcilerReader.ControllerNameOf(type, primary), out var first) && first != type.ToDisplayString())
        {
            Report(ReconcilerDiagnostics.SameName, type.Name, ReconcilerReader.ControllerNameOf(type, primary), first);
        }

        List<KindModel?> caches = [primary, .. ReconcilerReader.CachedTypes(type).Select(cached => KindReader.Of(cached, context.Compilation))];
        foreach (var attribute in ReconcilerReader.Wakes(type))
        {
            var woken = AnalyzeWake(type, attribute, context.Compilation, Report);
            caches.Add(woken);
            if (attribute.AttributeClass.Is(KnownTypes.Owns) && woken is { Group: not null, IsNamespaced: false } && primary is { Group: not null, IsNamespaced: true })
            {
                Report(ReconcilerDiagnostics.CannotOwn, woken.Kind, primary.Kind);
            }
        }

        foreach (var kind in caches.OfType<KindModel>().Distinct())
        {
            if (kind is { Group: { } group, Plural: { } plural } && _neededByCaches.Where(verb => !rights.Value.Grants(group, plural, verb)).ToArray() is { Length: > 0 } missing)
            {
                Report(ReconcilerDiagnostics.WatchedWithoutRights, type.Name, kind.Kind, string.Join(" and ", missing), plural, group);
            }
        }
    }

    private static KindModel? AnalyzeWake(INamedTypeSymbol type, AttributeData attribute, Compilation compilation, Action<DiagnosticDescriptor, object[]> report)
    {
        var watched = attribute.AttributeClass!.TypeArguments[0];
        if (KindReader.Of(watched, compilation) is not { } kind)
        {
            report(ReconcilerDiagnostics.UnknownKind, [watched.Name, $"implement ICustomResource<{watched.Name}>, or watch it in Describe"]);
            return null;
        }

        if (attribute.NamedText("Filter") is { } filter && ReconcilerMethods.Filter(type, filter, watched) is null)
        {
            report(ReconcilerDiagnostics.NoSuchMethod, [type.Name, filter, "bool", $"{watched.Name} old, {watched.Name} now"]);
        }

        if (attribute.AttributeClass.Is(KnownTypes.Watches) && attribute.ConstructorArguments is [{ Value: string map }] && ReconcilerMethods.Map(type, map, watched) is null)
        {
            report(ReconcilerDiagnostics.NoSuchMethod, [type.Name, map, "IEnumerable<ObjectKey>", $"{watched.Name} watched"]);
        }

        return kind;
    }

    private static Dictionary<string, string> FirstOfEachName(Compilation compilation)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in Types(compilation.Assembly.GlobalNamespace).OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal))
        {
            if (ReconcilerReader.IsAdded(type) && KindReader.Of(type.BaseOf(KnownTypes.Reconciler)!.TypeArguments[0], compilation) is { } kind)
            {
                var name = ReconcilerReader.ControllerNameOf(type, kind);
                if (!first.ContainsKey(name))
                {
                    first.Add(name, type.ToDisplayString());
                }
            }
        }

        return first;
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));
}
