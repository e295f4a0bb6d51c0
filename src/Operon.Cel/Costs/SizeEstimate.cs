namespace Operon.Cel.Costs;

/// <summary>The least and most elements, entries, code points or bytes.</summary>
internal readonly record struct SizeEstimate(ulong Min, ulong Max)
{
    public static SizeEstimate Unknown { get; } = new(0, ulong.MaxValue);

    public static SizeEstimate One { get; } = new(1, 1);

    public static SizeEstimate Exactly(int size) => new((ulong)size, (ulong)size);

    public SizeEstimate Add(SizeEstimate other) => new(Saturating.Add(Min, other.Min), Saturating.Add(Max, other.Max));

    public SizeEstimate Multiply(SizeEstimate other) => new(Saturating.Multiply(Min, other.Min), Saturating.Multiply(Max, other.Max));

    public CostEstimate Scale(double factor) => new(Saturating.Scale(Min, factor), Saturating.Scale(Max, factor));

    public CostEstimate Times(CostEstimate cost) => new(Saturating.Multiply(Min, cost.Min), Saturating.Multiply(Max, cost.Max));

    public SizeEstimate Union(SizeEstimate other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
