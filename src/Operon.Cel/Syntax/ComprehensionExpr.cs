namespace Operon.Cel.Syntax;

/// <summary>A fold over a list or map: what macros expand to.</summary>
internal sealed class ComprehensionExpr(int position) : Expr(position)
{
    public required string IterationVariable { get; init; }

    /// <summary>The second variable; then the first is index or key and this the element or value.</summary>
    public string? IterationVariable2 { get; init; }

    public required Expr Range { get; init; }

    public required string Accumulator { get; init; }

    public required Expr Initial { get; init; }

    public required Expr Condition { get; init; }

    public required Expr Step { get; init; }

    public required Expr Result { get; init; }

    /// <summary><c>cel.bind</c> and <c>optMap</c>: no iteration, the accumulator names a value.</summary>
    public bool IsBind { get; init; }

    protected override IEnumerable<Expr> Children => [Range, Initial, Condition, Step, Result];
}
