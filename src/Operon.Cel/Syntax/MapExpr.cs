namespace Operon.Cel.Syntax;

internal sealed class MapExpr(int position, IReadOnlyList<MapEntry> entries) : Expr(position)
{
    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    protected override IEnumerable<Expr> Children => Entries.SelectMany(e => new[] { e.Key, e.Value });
}
