namespace Operon.Cel.Syntax;

/// <summary><c>operand.field</c>, or the test <c>has(operand.field)</c>.</summary>
internal sealed class SelectExpr(int position, Expr operand, string field, bool isTest) : Expr(position)
{
    public Expr Operand { get; } = operand;

    public string Field { get; } = field;

    public bool IsTest { get; } = isTest;

    /// <summary>Set when the whole chain is the qualified name of a variable or type.</summary>
    public IdentifierExpr? Qualified { get; set; }

    protected override IEnumerable<Expr> Children => [Operand];
}
