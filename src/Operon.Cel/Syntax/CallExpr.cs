using Operon.Cel.Functions;

namespace Operon.Cel.Syntax;

internal sealed class CallExpr(int position, string function, Expr? target, IReadOnlyList<Expr> arguments) : Expr(position)
{
    public string Function { get; set; } = function;

    /// <summary>The receiver; null for global functions, also after a namespaced name such as <c>math.least</c> was resolved.</summary>
    public Expr? Target { get; set; } = target;

    public IReadOnlyList<Expr> Arguments { get; } = arguments;

    /// <summary>What may be called, by the check; all of them when the types are known at run time only.</summary>
    public List<Overload> Overloads { get; } = [];

    public IEnumerable<Expr> AllArguments => Target is null ? Arguments : new[] { Target }.Concat(Arguments);

    protected override IEnumerable<Expr> Children => AllArguments;
}
