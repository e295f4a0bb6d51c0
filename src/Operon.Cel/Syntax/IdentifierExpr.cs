namespace Operon.Cel.Syntax;

/// <summary>A variable; a leading dot skips the container and the variables of macros.</summary>
internal sealed class IdentifierExpr(int position, string name) : Expr(position)
{
    public string Name { get; } = name;

    /// <summary>The declared variable it refers to; null for a variable of a macro.</summary>
    public string? Variable { get; set; }

    /// <summary>Set when the name is that of a type.</summary>
    public CelType? NamedType { get; set; }

    protected override IEnumerable<Expr> Children => [];
}
