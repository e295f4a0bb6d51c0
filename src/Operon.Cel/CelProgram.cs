using Operon.Cel.Evaluation;

namespace Operon.Cel;

/// <summary>An expression ready to evaluate. Programs keep no state and may run on any number of threads.</summary>
public sealed class CelProgram
{
    private readonly Step root;
    private readonly int localCount;

    internal CelProgram(Step root, int localCount)
    {
        this.root = root;
        this.localCount = localCount;
    }

    /// <summary>
    /// Evaluates under <see cref="CostBudget.PerExpression"/> and takes the cost from the budget. Failures of the expression are results, not exceptions;
    /// past its limit it ends with <c>operation cancelled: actual cost limit exceeded</c>.
    /// </summary>
    /// <param name="variables">The declared variables by name.</param>
    /// <param name="budget">What the evaluations of one request may cost together.</param>
    /// <param name="cancellationToken">Looked at each hundred iterations of macros.</param>
    /// <exception cref="OperationCanceledException">The evaluation was interrupted.</exception>
    public CelResult Evaluate(IReadOnlyDictionary<string, CelValue> variables, CostBudget budget, CancellationToken cancellationToken = default)
    {
        var frame = new Frame(variables, localCount, budget.PerExpression, cancellationToken);
        CelResult result;
        try
        {
            result = root.Run(frame) switch
            {
                CelError error => new CelResult(null, error.Message, frame.Cost),
                var value => new CelResult(value, null, frame.Cost),
            };
        }
        catch (CostLimitException)
        {
            result = new CelResult(null, "operation cancelled: actual cost limit exceeded", frame.Cost, true);
        }
        budget.Spend(frame.Cost);
        return result;
    }
}
