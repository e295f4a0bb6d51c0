namespace Operon.Cel.Syntax;

/// <summary>A node of the syntax tree. The checker notes the type here; comprehensions stand for macros.</summary>
internal abstract class Expr(int position)
{
    /// <summary>Offset in the source.</summary>
    public int Position { get; } = position;

    /// <summary>The deduced type; null before the check.</summary>
    public CelType? Type { get; set; }

    public CelType KnownType => Type ?? CelType.Dyn;
}
