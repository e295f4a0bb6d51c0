using System.Text.Json.Nodes;
using Operon.ApiServer.Errors;
using Operon.ApiServer.Resources;
using Operon.ApiServer.Schemas;
using Operon.Cel;
using Operon.Cel.Libraries;

namespace Operon.ApiServer.Expressions;

/// <summary>The <c>matchConditions</c> of a webhook or policy, compiled once.</summary>
internal sealed class MatchConditions
{
    private const int MaxConditions = 64;

    // Kubernetes' budget of all conditions of one webhook or binding for one write.
    private const long Budget = 2_500_000;

    private readonly (string Expression, CelCompilation Compilation)[] _conditions;

    public MatchConditions(IEnumerable<JsonObject> conditions, CelEnvironment environment) =>
        _conditions = [.. conditions.Select(condition => (condition.Text("expression"), environment.Compile(condition.Text("expression"))))];

    public MatchOutcome Evaluate(IReadOnlyDictionary<string, CelValue> variables, CancellationToken cancellationToken)
    {
        var budget = new CostBudget(Budget);
        var problems = new List<string>();
        foreach (var (expression, compilation) in _conditions)
        {
            if (compilation.Program is null)
            {
                problems.Add($"compilation error: compilation failed: {compilation.IssueText}");
                continue;
            }
            var result = compilation.Program.Evaluate(variables, budget, cancellationToken);
            if (budget.IsExhausted)
            {
                return new MatchOutcome(false, "validation failed due to running out of cost budget, no further validation rules will be run");
            }
            if (result.Error is not null)
            {
                problems.Add($"expression '{expression}' resulted in error: {result.Error}");
            }
            else if (!result.IsTrue)
            {
                return new MatchOutcome(false, null);
            }
        }
        return new MatchOutcome(problems.Count == 0, problems.Count switch { 0 => null, 1 => problems[0], _ => $"[{string.Join(", ", problems.Distinct())}]" });
    }

    /// <summary>What is wrong with conditions as written.</summary>
    public static void Check(JsonArray? conditions, string path, CelEnvironment environment, List<FieldError> errors)
    {
        if (conditions is { Count: > MaxConditions })
        {
            errors.Add(FieldError.TooMany(path, conditions.Count, MaxConditions));
            return;
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var condition in (conditions ?? []).OfType<JsonObject>())
        {
            var field = $"{path}[{index++}]";
            ExpressionCheck.Check(condition.Text("expression"), $"{field}.expression", environment, errors, CelType.Bool);
            var name = condition.Text("name");
            if (name.Length == 0)
            {
                errors.Add(FieldError.Required($"{field}.name"));
            }
            else if (FormatLibrary.QualifiedName(name) is { Count: > 0 } problems)
            {
                errors.Add(FieldError.Invalid($"{field}.name", JsonText.Quote(name), string.Join(",", problems)));
            }
            else if (!names.Add(name))
            {
                errors.Add(FieldError.Duplicate($"{field}.name", JsonText.Quote(name)));
            }
        }
    }
}
