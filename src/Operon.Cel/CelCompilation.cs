using Operon.Cel.Costs;
using Operon.Cel.Evaluation;
using Operon.Cel.Syntax;

namespace Operon.Cel;

/// <summary>A parsed and checked expression, or what is wrong with it.</summary>
public sealed class CelCompilation
{
    private readonly Expr? root;
    private readonly HashSet<string> variables;

    internal CelCompilation(string expression, Expr? root, CelType resultType, HashSet<string> variables, IReadOnlyList<CelIssue> issues)
    {
        Expression = expression;
        this.root = root;
        this.variables = variables;
        ResultType = resultType;
        Issues = issues;
        if (root is not null && issues.Count == 0)
        {
            var planner = new Planner();
            Program = new CelProgram(planner.Plan(root), planner.LocalCount);
        }
    }

    /// <summary>The source.</summary>
    public string Expression { get; }

    /// <summary>What is wrong, in the order of the source; empty when the expression can be evaluated.</summary>
    public IReadOnlyList<CelIssue> Issues { get; }

    /// <summary>The deduced type.</summary>
    public CelType ResultType { get; }

    /// <summary>The program; null when there are issues.</summary>
    public CelProgram? Program { get; }

    /// <summary>All issues as text with the source and marks, as an API server reports them after <c>compilation failed: </c>.</summary>
    public string IssueText => string.Join("\n", Issues.Select(issue => issue.Format(Expression)));

    /// <summary>Whether the expression reads a declared variable.</summary>
    public bool References(string variable) => variables.Contains(variable);

    /// <summary>
    /// The least and most an evaluation can cost, from the bounds of the variables' types and by the rules an API server limits expressions with.
    /// Zero when there are issues.
    /// </summary>
    public CostEstimate EstimateCost(CelEnvironment environment) =>
        root is null || Issues.Count > 0 ? default : new CostEstimator(environment).Estimate(root);
}
