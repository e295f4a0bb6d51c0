using Operon.Cel.Syntax;

namespace Operon.Cel.Evaluation;

/// <summary>Turns a checked tree into steps, with a slot for each variable of a macro.</summary>
internal sealed class Planner
{
    private static readonly HashSet<string> Conversions = new(StringComparer.Ordinal)
    {
        "bool", "bytes", "double", "duration", "dyn", "int", "string", "timestamp", "type", "uint",
    };

    private readonly List<string> scope = [];

    /// <summary>Slots needed.</summary>
    public int LocalCount { get; private set; }

    public Step Plan(Expr expr) => expr switch
    {
        LiteralExpr literal => new ConstantStep(literal.Value),
        IdentifierExpr identifier => Identifier(identifier),
        SelectExpr { Qualified: { } qualified } => Identifier(qualified),
        SelectExpr { IsTest: true } select => new HasStep(Plan(select.Operand), select.Field),
        SelectExpr select => new FieldStep(Plan(select.Operand), select.Field, isOptional: false),
        CallExpr call => Call(call),
        ListExpr list => List(list),
        MapExpr { Entries.Count: 0 } => new ConstantStep(new MapBuilder()),
        MapExpr map => new MapStep([.. map.Entries.Select(e => (Plan(e.Key), Plan(e.Value), e.IsOptional))]),
        ComprehensionExpr comprehension => Comprehension(comprehension),
        _ => throw new InvalidOperationException($"{expr.GetType().Name} does not pass the check"),
    };

    private Step Identifier(IdentifierExpr identifier)
    {
        if (identifier.NamedType is { } type)
        {
            return new ConstantStep(new CelTypeValue(type));
        }
        return identifier.Variable is { } variable ? new VariableStep(variable) : new LocalStep(scope.LastIndexOf(identifier.Name));
    }

    private Step Call(CallExpr call)
    {
        var arguments = call.AllArguments.Select(Plan).ToArray();
        switch (call.Function)
        {
            case "_&&_":
                return new LogicStep(arguments[0], arguments[1], deciding: false);
            case "_||_":
                return new LogicStep(arguments[0], arguments[1], deciding: true);
            case "_?_:_":
                return new ConditionalStep(arguments[0], arguments[1], arguments[2]);
            case "@not_strictly_false":
                return new NotStrictlyFalseStep(arguments[0]);
            case "_[_]" or "_[?_]":
                return new IndexStep(arguments[0], arguments[1], call.Function == "_[?_]");
            case "_?._":
                return new FieldStep(arguments[0], ((CelString)((LiteralExpr)call.Arguments[1]).Value).Text, isOptional: true);
            case "or" or "orValue" when arguments.Length == 2:
                return new OptionalOrStep(arguments[0], arguments[1], call.Function == "orValue");
            case "@in" when arguments[1] is ConstantStep { Value: CelList list } && list.Elements().All(e => e is CelString or CelBool || Numbers.IsNumber(e)):
                return new MembershipStep(arguments[0], list);
            default:
                return Fold(new CallStep(call.Function, arguments, [.. call.Overloads]), call.Function, arguments);
        }
    }

    // As cel-go: conversions of constants are constants, unless they fail.
    private static Step Fold(CallStep call, string function, Step[] arguments)
    {
        if (arguments.Length != 1 || arguments[0] is not ConstantStep || !Conversions.Contains(function))
        {
            return call;
        }
        var value = call.Run(new Frame(new Dictionary<string, CelValue>(), 0, long.MaxValue, CancellationToken.None));
        return value is CelError ? call : new ConstantStep(value);
    }

    private Step List(ListExpr list)
    {
        var elements = list.Elements.Select(Plan).ToArray();
        // cel-go folds lists of constants before it evaluates, so that they cost nothing.
        return elements.All(e => e is ConstantStep) && !list.IsOptional.Contains(true)
            ? new ConstantStep(new ArrayList([.. elements.Select(e => ((ConstantStep)e).Value)]))
            : new ListStep(elements, list.IsOptional);
    }

    private Step Comprehension(ComprehensionExpr comprehension)
    {
        if (comprehension.IsBind)
        {
            var value = Plan(comprehension.Initial);
            var slot = Push(comprehension.Accumulator);
            var bound = Plan(comprehension.Result);
            Pop();
            return new BindStep(slot, value, bound);
        }
        var range = Plan(comprehension.Range);
        var initial = Plan(comprehension.Initial);
        var accumulator = Push(comprehension.Accumulator);
        var variable = Push(comprehension.IterationVariable);
        int? variable2 = comprehension.IterationVariable2 is { } name ? Push(name) : null;
        var condition = Plan(comprehension.Condition);
        var step = Plan(comprehension.Step);
        Pop();
        if (variable2 is not null)
        {
            Pop();
        }
        var result = Plan(comprehension.Result);
        Pop();
        return new FoldStep(new FoldPlan(range, initial, condition, step, result, accumulator, variable, variable2,
            condition is ConstantStep));
    }

    private int Push(string name)
    {
        scope.Add(name);
        LocalCount = Math.Max(LocalCount, scope.Count);
        return scope.Count - 1;
    }

    private void Pop() => scope.RemoveAt(scope.Count - 1);
}
