namespace Operon.Cel.Syntax;

/// <summary>A node of the syntax tree. The checker notes the type here; comprehensions stand for macros.</summary>
internal abstract class Expr(int position)
{
    /// <summary>Offset in the source.</summary>
    public int Position { get; } = position;

    /// <summary>The deduced type; null before the check.</summary>
    public CelType? Type { get; set; }

    public CelType KnownType => Type ?? CelType.Dyn;

    /// <summary>Levels of the tree below and including this node. The parser asks for it bottom-up, so that the answer never recurses far.</summary>
    public int Height => height != 0 ? height : height = 1 + Children.Select(child => child.Height).DefaultIfEmpty(0).Max();

    protected abstract IEnumerable<Expr> Children { get; }

    private int height;
}
