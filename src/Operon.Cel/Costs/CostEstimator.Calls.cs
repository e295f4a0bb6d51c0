using Operon.Cel.Syntax;

namespace Operon.Cel.Costs;

internal sealed partial class CostEstimator
{
    private CostEstimate Call(CallExpr call)
    {
        if (call.Function == "dyn" && call.Arguments.Count == 1)
        {
            return Dyn(call);
        }
        var argumentCosts = call.Arguments.Select(Estimate).ToList();
        var sum = call.Target is null ? default : Estimate(call.Target);
        if (call.Function is "_?._")
        {
            // Selection of a field that may be absent: a call of one unit without a path.
            return sum.Add(CostEstimate.One).Add(Total(argumentCosts));
        }
        var operands = call.Arguments.Select(AsOperand).ToList();
        var target = call.Target is null ? null : AsOperand(call.Target);
        var cost = new CostEstimate(ulong.MaxValue, 0);
        SizeEstimate? size = null;
        foreach (var overload in call.Overloads)
        {
            var estimate = Function(call, overload.Id, target, operands, argumentCosts);
            cost = cost.Union(estimate.Cost);
            size = size is { } a && estimate.ResultSize is { } b ? a.Union(b) : size ?? estimate.ResultSize;
            if (overload.Id is "index_list" or "index_map")
            {
                size = EntriesOf(call.Arguments[0])?.Value;
                declared[call] = DeclaredOf(call.Arguments[0]) is { Parameters.Count: > 0 } container ? container.Element : null;
            }
            size ??= SizeOf(call);
        }
        if (size is { } result)
        {
            sizes[call] = result;
        }
        return sum.Add(cost);
    }

    private CostEstimate Dyn(CallExpr call)
    {
        var argument = call.Arguments[0];
        var cost = Estimate(argument).Add(CostEstimate.One);
        if (SizeOf(argument) is { } size)
        {
            sizes[call] = size;
        }
        if (EntriesOf(argument) is { } held)
        {
            entries[call] = held;
        }
        return cost;
    }

    private Operand AsOperand(Expr expr) => new(expr.KnownType, DeclaredOf(expr), SizeOf(expr), (expr as LiteralExpr)?.Value);

    private static CostEstimate Total(List<CostEstimate> costs) => costs.Aggregate(default(CostEstimate), (sum, cost) => sum.Add(cost));

    private CallCost Function(CallExpr call, string overload, Operand? target, List<Operand> args, List<CostEstimate> argumentCosts)
    {
        if (LibraryCosts.Of(call.Function, overload, target, args) is { } library)
        {
            return library with { Cost = library.Cost.Add(Total(argumentCosts)) };
        }
        switch (overload)
        {
            case "logical_or" or "logical_and":
                return new(new CostEstimate(argumentCosts[0].Min, argumentCosts[0].Add(argumentCosts[1]).Max));
            case "conditional":
                if (EntrySize.Union(EntriesOf(call.Arguments[1]), EntriesOf(call.Arguments[2])) is { } either)
                {
                    entries[call] = either;
                }
                return new(argumentCosts[0].Add(argumentCosts[1].Union(argumentCosts[2])), SizeOrUnknown(call.Arguments[1]).Union(SizeOrUnknown(call.Arguments[2])));
            case "add_string" or "add_bytes" or "add_list":
                return Addition(call, overload, argumentCosts);
            default:
                return Standard(overload, target, args) is { } standard
                    ? standard with { Cost = standard.Cost.Add(Total(argumentCosts)) }
                    : new(CostEstimate.One.Add(Total(argumentCosts)));
        }
    }

    private CallCost Addition(CallExpr call, string overload, List<CostEstimate> argumentCosts)
    {
        var size = SizeOrUnknown(call.Arguments[0]).Add(SizeOrUnknown(call.Arguments[1]));
        if (EntrySize.Union(EntriesOf(call.Arguments[0]), EntriesOf(call.Arguments[1])) is { } both)
        {
            entries[call] = both;
        }
        var cost = overload == "add_list" ? CostEstimate.One : size.Scale(CostFactors.Traversal);
        return new(cost.Add(Total(argumentCosts)), size);
    }

    private static CallCost? Standard(string overload, Operand? target, List<Operand> args)
    {
        switch (overload)
        {
            case "string_format" when target is not null:
                return new(ComputedOrUnknown(target).Scale(CostFactors.Traversal));
            case "string_to_bytes":
                var text = ComputedOrUnknown(args[0]);
                return new(text.Scale(CostFactors.Traversal), new SizeEstimate(text.Min, Saturating.Multiply(text.Max, 4)));
            case "bytes_to_string":
                var bytes = ComputedOrUnknown(args[0]);
                return new(bytes.Scale(CostFactors.Traversal), new SizeEstimate(bytes.Min / 4, bytes.Max));
            case "strings_quote":
                var plain = ComputedOrUnknown(args[0]);
                return new(plain.Scale(CostFactors.Traversal), new SizeEstimate(Saturating.Add(plain.Min, 2), Saturating.Add(Saturating.Multiply(plain.Max, 2), 2)));
            case "starts_with_string" or "ends_with_string":
                return new(ComputedOrUnknown(args[0]).Scale(CostFactors.Traversal));
            case "in_list":
                return new(ComputedOrUnknown(args[1]).Scale(1));
            case "matches_string" when target is not null:
                return new(LibraryCosts.Pattern(ComputedOrUnknown(target), ComputedOrUnknown(args[0])));
            case "contains_string" when target is not null:
                return new(ComputedOrUnknown(target).Scale(CostFactors.Traversal).Multiply(ComputedOrUnknown(args[0]).Scale(CostFactors.Traversal)));
            case "equals" or "not_equals" or "less_string" or "greater_string" or "less_equals_string" or "greater_equals_string"
                or "less_bytes" or "greater_bytes" or "less_equals_bytes" or "greater_equals_bytes":
                var most = Math.Min(ComputedOrUnknown(args[0]).Max, ComputedOrUnknown(args[1]).Max);
                return new(new CostEstimate(most > 0 ? 1UL : 0, most).Scale(CostFactors.Traversal));
            default:
                return null;
        }
    }

    private static SizeEstimate ComputedOrUnknown(Operand operand) => operand.Computed ?? SizeEstimate.Unknown;
}
