using Operon.Cel.Syntax;

namespace Operon.Cel.Evaluation;

/// <summary>Turns a checked tree into steps, with a slot for each variable of a macro.</summary>
internal sealed class Planner
{
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
            default:
                return new CallStep(call.Function, arguments, [.. call.Overloads]);
        }
    }

    private Step List(ListExpr list)
    {
        var elements = list.Elements.Select(Plan).ToArray();
        // cel-go folds lists of constants before it evaluates, so that they cost nothing.
        return elements.Length > 0 && elements.All(e => e is ConstantStep) && !list.IsOptional.Contains(true)
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
            comprehension.Initial is ListExpr, condition is ConstantStep));
    }

    private int Push(string name)
    {
        scope.Add(name);
        LocalCount = Math.Max(LocalCount, scope.Count);
        return scope.Count - 1;
    }

    private void Pop() => scope.RemoveAt(scope.Count - 1);
}
