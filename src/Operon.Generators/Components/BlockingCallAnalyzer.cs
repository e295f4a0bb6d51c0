using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Operon.Generators;

/// <summary>Finds calls in reconcilers that hold a thread while they wait.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : DiagnosticAnalyzer
{
    private const string Await = "await it";
    private const string TaskNamespace = "System.Threading.Tasks.";
    private const string AwaiterNamespace = "System.Runtime.CompilerServices.";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [ReconcilerDiagnostics.BlockingCall];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypes.Reconciler) is not null)
            {
                start.RegisterOperationAction(AnalyzeCall, OperationKind.Invocation);
                start.RegisterOperationAction(AnalyzeProperty, OperationKind.PropertyReference);
            }
        });
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var method = ((IInvocationOperation)context.Operation).TargetMethod;
        var type = method.ContainingType.OriginalDefinition.ToDisplayString();
        var advice = method.Name switch
        {
            "Sleep" when type == "System.Threading.Thread" => "return ReconcileResult.After(...), or await Task.Delay(..., context.Time, cancellationToken) when it is short",
            "Wait" or "WaitAll" or "WaitAny" when type.StartsWith(TaskNamespace + "Task", StringComparison.Ordinal) => method.Name == "Wait" ? Await : "await Task.WhenAll or Task.WhenAny",
            "GetResult" when type.StartsWith(AwaiterNamespace, StringComparison.Ordinal) && type.Contains("Awaiter") => Await,
            _ => null,
        };
        if (advice is not null)
        {
            Report(context, $"{method.ContainingType.Name}.{method.Name}", advice);
        }
    }

    private static void AnalyzeProperty(OperationAnalysisContext context)
    {
        var property = ((IPropertyReferenceOperation)context.Operation).Property;
        if (property.Name == "Result" && property.ContainingType.OriginalDefinition.ToDisplayString() is TaskNamespace + "Task<TResult>" or TaskNamespace + "ValueTask<TResult>")
        {
            Report(context, $"{property.ContainingType.Name}.Result", Await);
        }
    }

    private static void Report(OperationAnalysisContext context, string call, string advice)
    {
        for (var type = context.ContainingSymbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.BaseOf(KnownTypes.Reconciler) is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(ReconcilerDiagnostics.BlockingCall, context.Operation.Syntax.GetLocation(), call, advice));
                return;
            }
        }
    }
}
