namespace Operon.Cel.Costs;

/// <summary>Estimates for CEL's list functions.</summary>
internal static class ListCosts
{
    private static readonly CostEstimate NewList = new(CostFactors.CreateList + 1, CostFactors.CreateList + 1);

    /// <returns>Null for other functions.</returns>
    public static CallCost? Of(string overload, Operand? target, IReadOnlyList<Operand> args)
    {
        switch (overload)
        {
            case "list_slice" when target is not null && args.Count == 2:
                var length = unchecked(Number(args[1], target.Size.Max) - Number(args[0], 0));
                return List(1, new SizeEstimate(length, length));
            case "lists_range" when args.Count == 1:
                var count = Number(args[0], ulong.MaxValue);
                return List(1, new SizeEstimate(count, count));
            case "list_reverse" when target is not null:
                return List(1, target.Size);
            case "list_flatten" or "list_flatten_int" when target is not null:
                return List(args.Count == 1 ? Number(args[0], ulong.MaxValue) : 1, target.Size);
            case "list_distinct" when target is not null:
                return List(2, target.Size.Multiply(target.Size));
        }
        if (target is not null && overload.EndsWith("_sort", StringComparison.Ordinal))
        {
            return Sort(target);
        }
        return overload.EndsWith("_sortByAssociatedKeys", StringComparison.Ordinal) && args.Count == 1 ? Sort(args[0]) : null;
    }

    private static CallCost Sort(Operand keys)
    {
        var factor = keys.Element?.Type.Kind is CelKind.String or CelKind.Bytes ? 2 + CostFactors.Traversal : 2;
        return List(factor, keys.Size.Multiply(keys.Size));
    }

    private static CallCost List(double factor, SizeEstimate size) => new(size.Scale(factor).Add(NewList), size);

    private static ulong Number(Operand operand, ulong otherwise) => operand.Literal is CelInt { Value: >= 0 } number ? (ulong)number.Value : otherwise;
}
