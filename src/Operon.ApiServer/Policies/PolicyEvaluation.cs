using System.Text;
using Operon.Cel;

namespace Operon.ApiServer.Policies;

/// <summary>Evaluates one policy on one write with one parameter.</summary>
internal static class PolicyEvaluation
{
    private const int MaxMessageBytes = 5 * 1024;

    /// <summary>What stands against the write. Failures count unless the policy ignores them.</summary>
    public static IReadOnlyList<PolicyDecision> Run(ValidatingPolicy policy, Dictionary<string, CelValue> variables, CancellationToken cancellationToken)
    {
        var match = policy.Conditions.Evaluate(variables, cancellationToken);
        if (match.Error is { } problem)
        {
            return Failure(policy, problem);
        }
        if (!match.Holds)
        {
            return [];
        }
        var budget = new CostBudget();
        policy.Variables.AddTo(variables, budget, cancellationToken);
        var decisions = new List<PolicyDecision>();
        foreach (var validation in policy.Validations)
        {
            if (validation.Compiled.Program is not { } program)
            {
                decisions.AddRange(Failure(policy, $"compilation error: compilation failed: {validation.Compiled.IssueText}"));
                continue;
            }
            var result = program.Evaluate(variables, budget, cancellationToken);
            if (budget.IsExhausted)
            {
                decisions.AddRange(Failure(policy, "validation failed due to running out of cost budget, no further validation rules will be run"));
                break;
            }
            if (result.Error is { } error)
            {
                decisions.AddRange(Failure(policy, $"expression '{validation.Expression}' resulted in error: {error}"));
            }
            else if (!result.IsTrue)
            {
                decisions.Add(new PolicyDecision(validation.Reason, Message(validation, variables, budget, cancellationToken)));
            }
        }
        return decisions;
    }

    private static PolicyDecision[] Failure(ValidatingPolicy policy, string message) => policy.IgnoresFailure ? [] : [new PolicyDecision("Invalid", message)];

    private static string Message(PolicyValidation validation, Dictionary<string, CelValue> variables, CostBudget budget, CancellationToken cancellationToken)
    {
        var text = validation.MessageExpression?.Program?.Evaluate(variables, budget, cancellationToken).Text?.Trim() ?? "";
        if (text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= MaxMessageBytes && !text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }
        return validation.Message.Length > 0 ? validation.Message.Trim() : $"failed expression: {validation.Expression.Trim()}";
    }
}
