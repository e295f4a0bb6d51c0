namespace Operon.Cel;

/// <summary>What evaluations may cost. One budget serves one request and is not safe for several threads.</summary>
/// <param name="total">For all evaluations together; Kubernetes allows 10,000,000 for the rules of an object.</param>
/// <param name="perExpression">For one evaluation; Kubernetes allows 1,000,000.</param>
public sealed class CostBudget(long total = CostBudget.DefaultTotal, long perExpression = CostBudget.DefaultPerExpression)
{
    /// <summary>Kubernetes' limit of one evaluation.</summary>
    public const long DefaultPerExpression = 1_000_000;

    /// <summary>Kubernetes' limit of all rules of one object, or of one call to a policy or to match conditions.</summary>
    public const long DefaultTotal = 10_000_000;

    /// <summary>No limit that matters.</summary>
    public static CostBudget Unlimited => new(long.MaxValue, long.MaxValue);

    /// <summary>The limit of one evaluation.</summary>
    public long PerExpression { get; } = perExpression;

    /// <summary>What is left; negative once it was passed.</summary>
    public long Remaining { get; private set; } = total;

    /// <summary>More was spent than there was.</summary>
    public bool IsExhausted => Remaining < 0;

    internal void Spend(long cost) => Remaining -= cost;
}
