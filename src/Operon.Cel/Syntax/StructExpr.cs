namespace Operon.Cel.Syntax;

/// <summary>A message literal, which parses but names no type Kubernetes declares.</summary>
internal sealed class StructExpr(int position, string typeName, IReadOnlyList<Expr> values) : Expr(position)
{
    public string TypeName { get; } = typeName;

    public IReadOnlyList<Expr> Values { get; } = values;

    protected override IEnumerable<Expr> Children => Values;
}
