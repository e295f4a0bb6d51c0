namespace Operon.Cel.Syntax;

internal sealed class ListExpr(int position, IReadOnlyList<Expr> elements, IReadOnlyList<bool> isOptional) : Expr(position)
{
    public IReadOnlyList<Expr> Elements { get; } = elements;

    public IReadOnlyList<bool> IsOptional { get; } = isOptional;

    protected override IEnumerable<Expr> Children => Elements;
}
