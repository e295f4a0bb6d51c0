using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Operon.Generators;

/// <summary>Looks at the classes that are webhooks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WebhookAnalyzer : DiagnosticAnalyzer
{
    private const int Connect = 8;
    private static readonly Regex _domain = new(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?){2,}$", RegexOptions.CultureInvariant);
    private static readonly Regex _conditionName = new(@"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$", RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        WebhookDiagnostics.NoOperations, WebhookDiagnostics.Timeout, WebhookDiagnostics.GuardsItself, WebhookDiagnostics.BadCondition, WebhookDiagnostics.Incomplete,
        WebhookDiagnostics.NotRegistered, WebhookDiagnostics.BadSelector, WebhookDiagnostics.BadName, WebhookDiagnostics.NotReachable, WebhookDiagnostics.UnknownKind,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(WebhookTypes.Webhook) is not null)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, (INamedTypeSymbol)symbol.Symbol), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false })
        {
            return;
        }

        var attributes = type.GetAttributes().Where(one => one.AttributeClass.Is(WebhookTypes.Webhook)).ToArray();
        var role = type.AllInterfaces.FirstOrDefault(one => one.Is(WebhookTypes.Defaulter) || one.Is(WebhookTypes.Validator));
        if (attributes.Length == 0)
        {
            if (role is not null && type.IsVisibleInAssembly() && !type.IsGenericType)
            {
                Report(type.Locations[0], WebhookDiagnostics.NotRegistered, type.Name, role.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
            }

            return;
        }

        foreach (var attribute in attributes.Where(one => !one.IsTrue("AddedByHand")))
        {
            var location = attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation() ?? type.Locations[0];
            foreach (var (descriptor, arguments) in Problems(type, attribute, context.Compilation))
            {
                Report(location, descriptor, arguments);
            }
        }

        foreach (var condition in type.GetAttributes().Where(one => one.AttributeClass.Is(WebhookTypes.MatchCondition)))
        {
            if (condition.ConstructorArguments is [{ Value: string name }, { Value: string expression }] && ConditionProblem(name, expression) is var (problem, offset))
            {
                var location = LiteralPositions.Of(condition, 1)?.At(offset) ?? condition.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation() ?? type.Locations[0];
                Report(location, WebhookDiagnostics.BadCondition, name, type.Name, problem);
            }
        }

        void Report(Location location, DiagnosticDescriptor descriptor, params object[] arguments) => context.ReportDiagnostic(Diagnostic.Create(descriptor, location, arguments));
    }

    private static IEnumerable<(DiagnosticDescriptor, object[])> Problems(INamedTypeSymbol type, AttributeData attribute, Compilation compilation)
    {
        if (type.IsGenericType || !type.IsVisibleInAssembly())
        {
            yield return (WebhookDiagnostics.NotReachable, [type.Name, type.IsGenericType ? "it is generic" : "it is private to another type or to a file"]);
            yield break;
        }

        var roles = WebhookRole.Of(type, attribute).ToArray();
        if (roles.Length == 0)
        {
            yield return (WebhookDiagnostics.Incomplete, [type.Name, type.AllInterfaces.Any(one => one.Is(WebhookTypes.Handler))
                ? "is an IAdmissionHandler: say Type = WebhookType.Mutating or Validating"
                : "has [Webhook] but is no IDefaulter<T>, IValidator<T> or IAdmissionHandler of that type"]);
        }

        if (WebhookSettings.IsSaid(attribute, "TimeoutSeconds") && WebhookSettings.Number(attribute, "TimeoutSeconds") is < 1 or > 30)
        {
            yield return (WebhookDiagnostics.Timeout, [type.Name, WebhookSettings.Number(attribute, "TimeoutSeconds")]);
        }

        foreach (var selector in (string[])["NamespaceSelector", "ObjectSelector"])
        {
            if (attribute.NamedText(selector) is { } text && LabelSelectorText.Parse(text, out var part) is null)
            {
                yield return (WebhookDiagnostics.BadSelector, [selector, type.Name, part]);
            }
        }

        if (attribute.NamedText("Name") is { } name && NameProblem(name, roles.Length) is { } wrong)
        {
            yield return (WebhookDiagnostics.BadName, [name, type.Name, wrong]);
        }

        foreach (var problem in roles.SelectMany(role => Problems(type, attribute, role, compilation)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<(DiagnosticDescriptor, object[])> Problems(INamedTypeSymbol type, AttributeData attribute, WebhookRole role, Compilation compilation)
    {
        var kind = role.Object is null ? null : KindReader.Of(role.Object, compilation);
        var operations = WebhookSettings.OperationsOf(type, attribute, role);
        if (role.Object is not null && kind is not { Group: not null })
        {
            yield return (WebhookDiagnostics.UnknownKind, [type.Name, role.Object.Name]);
        }
        else if (WebhookTarget.Of(attribute, role, kind) is not { } target)
        {
            yield return (WebhookDiagnostics.Incomplete, [type.Name, "takes any object: say Name, Path, Groups, Versions, Resources and Operations"]);
        }
        else
        {
            if (operations == 0)
            {
                yield return (WebhookDiagnostics.NoOperations, [type.Name]);
            }

            if (StopsPods(attribute, target, operations) is { } stopped)
            {
                yield return (WebhookDiagnostics.GuardsItself, [type.Name, stopped]);
            }
        }
    }

    private static string? StopsPods(AttributeData attribute, WebhookTarget target, int operations) =>
        WebhookSettings.Number(attribute, "FailurePolicy") == 0 && attribute.NamedText("NamespaceSelector") is null && attribute.NamedText("ObjectSelector") is null
        && (operations & ~Connect) != 0 && target.Groups.Any(group => group is "" or "*")
            ? target.Resources.FirstOrDefault(resource => resource is "pods" or "*" or "*/*" or "pods/*")
            : null;

    private static string? NameProblem(string name, int roles) =>
        !_domain.IsMatch(name) ? "must be a domain of at least three parts in lower case, such as mpod.demo.example.com"
        : roles > 1 ? "would be that of two webhooks: say Type, and write the attribute once for each" : null;

    private static (string Message, int Offset)? ConditionProblem(string name, string expression) => _conditionName.IsMatch(name)
        ? ConditionEnvironment.Problem(expression)
        : ("its name may have letters, digits, dashes, dots and underscores, and a domain before a slash", 0);
}
