using Operon.Cel.Syntax;

namespace Operon.Cel.Costs;

/// <summary>Adds up what each node of a checked tree can cost.</summary>
internal sealed partial class CostEstimator(CelEnvironment environment)
{
    // A variable of a macro: where its data is declared, and what the expression tells of its size.
    private sealed record Local(string Name, CelType? Declared, SizeEstimate? Size, EntrySize? Entries);

    private readonly List<Local> locals = [];
    private readonly Dictionary<Expr, CelType?> declared = [];
    private readonly Dictionary<Expr, SizeEstimate> sizes = [];
    private readonly Dictionary<Expr, EntrySize> entries = [];

    public CostEstimate Estimate(Expr expr) => expr switch
    {
        LiteralExpr => default,
        IdentifierExpr identifier => Identifier(identifier),
        SelectExpr { Qualified: { } qualified } select => Qualified(select, qualified),
        SelectExpr select => Select(select),
        CallExpr call => Call(call),
        ListExpr list => List(list),
        MapExpr map => Map(map),
        ComprehensionExpr { IsBind: true } bind => Bind(bind),
        ComprehensionExpr comprehension => Comprehension(comprehension),
        _ => new CostEstimate(CostFactors.CreateObject, CostFactors.CreateObject),
    };

    private CostEstimate Identifier(IdentifierExpr identifier)
    {
        if (Find(identifier) is { } local)
        {
            declared[identifier] = local.Declared;
        }
        else if (identifier.Variable is { } name && environment.FindVariable(name) is { } type)
        {
            // A rule with optionalOldSelf sees the same data through an optional.
            declared[identifier] = type.Kind == CelKind.Optional ? type.Element : type;
        }
        return CostEstimate.One;
    }

    private CostEstimate Qualified(SelectExpr select, IdentifierExpr qualified)
    {
        var cost = Identifier(qualified);
        declared[select] = DeclaredOf(qualified);
        return cost;
    }

    private CostEstimate Select(SelectExpr select)
    {
        var cost = Estimate(select.Operand);
        if (select.IsTest)
        {
            return cost;
        }
        declared[select] = DeclaredOf(select.Operand) is { Kind: CelKind.Object } parent && parent.Fields.TryGetValue(select.Field, out var field) ? field.Type : null;
        return select.Operand.KnownType.Kind is CelKind.Map or CelKind.Object or CelKind.TypeParameter ? cost.Add(CostEstimate.One) : cost;
    }

    private CostEstimate List(ListExpr list)
    {
        var sum = new CostEstimate(CostFactors.CreateList, CostFactors.CreateList);
        var size = new SizeEstimate(list.Elements.Count == 0 ? 0 : ulong.MaxValue, 0);
        foreach (var element in list.Elements)
        {
            sum = sum.Add(Estimate(element));
            size = size.Union(SizeOrUnknown(element));
        }
        entries[list] = new EntrySize(true, SizeEstimate.One, size);
        return sum;
    }

    private CostEstimate Map(MapExpr map)
    {
        var sum = new CostEstimate(CostFactors.CreateMap, CostFactors.CreateMap);
        var keys = new SizeEstimate(map.Entries.Count == 0 ? 0 : ulong.MaxValue, 0);
        var values = keys;
        foreach (var entry in map.Entries)
        {
            sum = sum.Add(Estimate(entry.Key)).Add(Estimate(entry.Value));
            keys = keys.Union(SizeOrUnknown(entry.Key));
            values = values.Union(SizeOrUnknown(entry.Value));
        }
        entries[map] = new EntrySize(false, keys, values);
        return sum;
    }

    private CostEstimate Bind(ComprehensionExpr bind)
    {
        var sum = Estimate(bind.Range).Add(Estimate(bind.Initial));
        Push(bind.Accumulator, bind.Initial);
        sum = sum.Add(Estimate(bind.Result));
        if (SizeOf(bind.Result) is { } size)
        {
            sizes[bind] = size;
        }
        if (EntriesOf(bind.Result) is { } held)
        {
            entries[bind] = held;
        }
        locals.RemoveAt(locals.Count - 1);
        return sum;
    }

    private CostEstimate Comprehension(ComprehensionExpr comprehension)
    {
        var sum = Estimate(comprehension.Range).Add(Estimate(comprehension.Initial));
        Push(comprehension.Accumulator, comprehension.Initial);
        var outer = locals.Count;
        PushIteration(comprehension);
        var loop = Estimate(comprehension.Condition).Add(Estimate(comprehension.Step));
        var stepEntries = EntriesOf(comprehension.Step);
        locals.RemoveRange(outer, locals.Count - outer);
        sum = sum.Add(Estimate(comprehension.Result));
        locals.RemoveAt(locals.Count - 1);

        var range = SizeOrUnknown(comprehension.Range);
        sum = sum.Add(range.Times(loop));
        if (comprehension.Initial is LiteralExpr)
        {
            sizes[comprehension] = SizeOrUnknown(comprehension.Initial);
        }
        else
        {
            sizes[comprehension] = range;
            if (stepEntries is not null)
            {
                entries[comprehension] = stepEntries;
            }
        }
        return sum;
    }

    private void Push(string name, Expr value) => locals.Add(new Local(name, DeclaredOf(value), SizeOf(value), EntriesOf(value)));

    private void PushIteration(ComprehensionExpr comprehension)
    {
        var range = comprehension.Range;
        var held = EntriesOf(range);
        var container = DeclaredOf(range);
        var isList = held?.IsList ?? (range.KnownType.Kind == CelKind.List);
        var element = container is { Parameters.Count: > 0 } ? container.Element : null;
        var key = container is { Kind: CelKind.Map } ? container.Parameters[0] : null;
        if (comprehension.IterationVariable2 is { } second)
        {
            locals.Add(new Local(comprehension.IterationVariable, isList ? null : key, held?.Key, null));
            locals.Add(new Local(second, element, held?.Value, null));
        }
        else
        {
            locals.Add(new Local(comprehension.IterationVariable, isList ? element : key, isList ? held?.Value : held?.Key, null));
        }
    }

    private Local? Find(IdentifierExpr identifier) =>
        identifier.Variable is null && identifier.NamedType is null ? locals.FindLast(local => local.Name == identifier.Name) : null;

    private CelType? DeclaredOf(Expr expr)
    {
        if (expr is IdentifierExpr identifier && Find(identifier) is { } local)
        {
            return local.Declared;
        }
        return declared.TryGetValue(expr, out var type) ? type : null;
    }

    private EntrySize? EntriesOf(Expr expr)
    {
        if (entries.TryGetValue(expr, out var held))
        {
            return held;
        }
        return expr is IdentifierExpr identifier ? Find(identifier)?.Entries : null;
    }

    private SizeEstimate SizeOrUnknown(Expr expr) => SizeOf(expr) ?? SizeEstimate.Unknown;

    private SizeEstimate? SizeOf(Expr expr)
    {
        if (sizes.TryGetValue(expr, out var known))
        {
            return known;
        }
        switch (expr)
        {
            case LiteralExpr literal:
                return SizeEstimate.Exactly((int)(literal.Value.Size ?? 1));
            case ListExpr list:
                return SizeEstimate.Exactly(list.Elements.Count);
            case MapExpr map:
                return SizeEstimate.Exactly(map.Entries.Count);
        }
        if (DeclaredOf(expr) is { } bounds)
        {
            return Operand.OfBounds(bounds);
        }
        if (IsScalar(expr.KnownType))
        {
            return SizeEstimate.One;
        }
        return expr is IdentifierExpr identifier ? Find(identifier)?.Size : null;
    }

    private static bool IsScalar(CelType type) =>
        type.Kind is CelKind.Bool or CelKind.Int or CelKind.Uint or CelKind.Double or CelKind.Duration or CelKind.Timestamp
        || (type.Kind == CelKind.Optional && IsScalar(type.Element));
}
