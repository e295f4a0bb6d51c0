using Operon.Cel.Syntax;

namespace Operon.Cel.Parsing;

/// <summary>Expands macros into the comprehensions cel-go builds for them: the costs follow from their shape.</summary>
internal sealed class Macros(CelLibraries libraries)
{
    private const string Result = "@result";

    private const string Unused = "#unused";

    /// <returns>Null when the call is no macro.</returns>
    public Expr? Expand(int at, string function, Expr? target, IReadOnlyList<Expr> args)
    {
        if (target is null)
        {
            return function == "has" && args.Count == 1 ? Has(at, args[0]) : null;
        }
        if (function == "bind" && args.Count == 3 && libraries.HasFlag(CelLibraries.Bindings) && target is IdentifierExpr { Name: "cel" })
        {
            return Bind(at, Variable(args[0]), args[1], args[2]);
        }
        if (function is "greatest" or "least" && libraries.HasFlag(CelLibraries.Math) && target is IdentifierExpr { Name: "math" })
        {
            return Extreme(at, function == "greatest" ? "math.@max" : "math.@min", args);
        }
        return (function, args.Count) switch
        {
            ("all", 2) => All(at, target, Variable(args[0]), null, args[1]),
            ("exists", 2) => Exists(at, target, Variable(args[0]), null, args[1]),
            ("exists_one" or "existsOne", 2) => ExistsOne(at, target, Variable(args[0]), null, args[1]),
            ("filter", 2) => Filter(at, target, args[0], args[1]),
            ("map", 2) => Map(at, target, Variable(args[0]), null, null, args[1]),
            ("map", 3) => Map(at, target, Variable(args[0]), null, args[1], args[2]),
            ("sortBy", 2) when libraries.HasFlag(CelLibraries.Lists) => SortBy(at, target, args[0], args[1]),
            ("optMap", 2) when libraries.HasFlag(CelLibraries.Optionals) => Optional(at, target, args, e => Call(at, "optional.of", e)),
            ("optFlatMap", 2) when libraries.HasFlag(CelLibraries.Optionals) => Optional(at, target, args, e => e),
            _ => libraries.HasFlag(CelLibraries.TwoVariableComprehensions) ? TwoVariables(at, function, target, args) : null,
        };
    }

    private static ComprehensionExpr? TwoVariables(int at, string function, Expr target, IReadOnlyList<Expr> args)
    {
        if (args.Count is not (3 or 4))
        {
            return null;
        }
        var body = args[args.Count - 1];
        var filter = args.Count == 4 ? args[2] : null;
        switch (function, args.Count)
        {
            case ("all", 3):
                return All(at, target, Variable(args[0]), Variable(args[1]), body);
            case ("exists", 3):
                return Exists(at, target, Variable(args[0]), Variable(args[1]), body);
            case ("exists_one" or "existsOne", 3):
                return ExistsOne(at, target, Variable(args[0]), Variable(args[1]), body);
            case ("transformList", _):
                return Map(at, target, Variable(args[0]), Variable(args[1]), filter, body);
            case ("transformMap", _):
                return TransformMap(at, target, args, filter, Call(at, "cel.@mapInsert", Accumulator(at), args[0], body));
            case ("transformMapEntry", _):
                return TransformMap(at, target, args, filter, Call(at, "cel.@mapInsert", Accumulator(at), body));
            default:
                return null;
        }
    }

    private static CallExpr Extreme(int at, string function, IReadOnlyList<Expr> args)
    {
        if (args.Count == 0)
        {
            throw new SyntaxException(at, $"{(function == "math.@max" ? "math.greatest()" : "math.least()")} requires at least one argument");
        }
        return args.Count <= 2 ? Call(at, function, [.. args]) : Call(at, function, new ListExpr(at, args, [.. args.Select(_ => false)]));
    }

    private static SelectExpr Has(int at, Expr argument) =>
        argument is SelectExpr { IsTest: false } select
            ? new SelectExpr(at, select.Operand, select.Field, true)
            : argument is CallExpr { Function: "_?._" } optional && optional.Arguments[1] is LiteralExpr { Value: CelString field }
                ? new SelectExpr(at, optional.Arguments[0], field.Text, true)
                : throw new SyntaxException(argument.Position, "invalid argument to has() macro");

    private static string Variable(Expr expr) =>
        expr is IdentifierExpr { Name: var name } && name[0] != '.' ? name : throw new SyntaxException(expr.Position, "argument must be a simple name");

    private static ComprehensionExpr All(int at, Expr range, string variable, string? variable2, Expr predicate) =>
        Fold(at, range, variable, variable2, True(at, true), Call(at, "@not_strictly_false", Accumulator(at)), Call(at, "_&&_", Accumulator(at), predicate), Accumulator(at));

    private static ComprehensionExpr Exists(int at, Expr range, string variable, string? variable2, Expr predicate) =>
        Fold(at, range, variable, variable2, True(at, false), Call(at, "@not_strictly_false", Call(at, "!_", Accumulator(at))), Call(at, "_||_", Accumulator(at), predicate), Accumulator(at));

    private static ComprehensionExpr ExistsOne(int at, Expr range, string variable, string? variable2, Expr predicate) =>
        Fold(at, range, variable, variable2, Int(at, 0), True(at, true),
            Call(at, "_?_:_", predicate, Call(at, "_+_", Accumulator(at), Int(at, 1)), Accumulator(at)), Call(at, "_==_", Accumulator(at), Int(at, 1)));

    private static ComprehensionExpr Filter(int at, Expr range, Expr variable, Expr predicate) =>
        Map(at, range, Variable(variable), null, predicate, new IdentifierExpr(variable.Position, Variable(variable)));

    private static ComprehensionExpr Map(int at, Expr range, string variable, string? variable2, Expr? filter, Expr body)
    {
        Expr step = Call(at, "_+_", Accumulator(at), new ListExpr(at, [body], [false]));
        return Fold(at, range, variable, variable2, new ListExpr(at, [], []), True(at, true), filter is null ? step : Call(at, "_?_:_", filter, step, Accumulator(at)), Accumulator(at));
    }

    private static ComprehensionExpr TransformMap(int at, Expr range, IReadOnlyList<Expr> args, Expr? filter, Expr step) =>
        Fold(at, range, Variable(args[0]), Variable(args[1]), new MapExpr(at, []), True(at, true), filter is null ? step : Call(at, "_?_:_", filter, step, Accumulator(at)), Accumulator(at));

    private static ComprehensionExpr SortBy(int at, Expr target, Expr variable, Expr key)
    {
        const string Sorted = "@__sortBy_input__";
        var keys = Map(at, new IdentifierExpr(at, Sorted), Variable(variable), null, null, key);
        return Bind(at, Sorted, target, new CallExpr(at, "@sortByAssociatedKeys", new IdentifierExpr(at, Sorted), [keys]));
    }

    private static CallExpr Optional(int at, Expr target, IReadOnlyList<Expr> args, Func<Expr, Expr> wrap) =>
        Call(at, "_?_:_", new CallExpr(at, "hasValue", target, []), wrap(Bind(at, Variable(args[0]), new CallExpr(at, "value", target, []), args[1])), Call(at, "optional.none"));

    private static ComprehensionExpr Bind(int at, string variable, Expr value, Expr result) => new(at)
    {
        IterationVariable = Unused,
        Range = new ListExpr(at, [], []),
        Accumulator = variable,
        Initial = value,
        Condition = True(at, false),
        Step = new IdentifierExpr(at, variable),
        Result = result,
        IsBind = true,
    };

    private static ComprehensionExpr Fold(int at, Expr range, string variable, string? variable2, Expr initial, Expr condition, Expr step, Expr result) => new(at)
    {
        IterationVariable = variable,
        IterationVariable2 = variable2,
        Range = range,
        Accumulator = Result,
        Initial = initial,
        Condition = condition,
        Step = step,
        Result = result,
    };

    private static IdentifierExpr Accumulator(int at) => new(at, Result);

    private static LiteralExpr True(int at, bool value) => new(at, CelBool.Of(value));

    private static LiteralExpr Int(int at, long value) => new(at, new CelInt(value));

    private static CallExpr Call(int at, string function, params Expr[] args) => new(at, function, null, args);
}
