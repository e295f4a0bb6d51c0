using Operon.Cel.Costs;

namespace Operon.Cel;

/// <summary>The least and most an evaluation can cost. <see cref="ulong.MaxValue"/> stands for a cost without a bound.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most: what limits apply to.</param>
public readonly record struct CostEstimate(ulong Min, ulong Max)
{
    internal static CostEstimate One { get; } = new(1, 1);

    internal CostEstimate Add(CostEstimate other) => new(Saturating.Add(Min, other.Min), Saturating.Add(Max, other.Max));

    internal CostEstimate Multiply(CostEstimate other) => new(Saturating.Multiply(Min, other.Min), Saturating.Multiply(Max, other.Max));

    internal CostEstimate Scale(double factor) => new(Saturating.Scale(Min, factor), Saturating.Scale(Max, factor));

    internal CostEstimate Union(CostEstimate other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
