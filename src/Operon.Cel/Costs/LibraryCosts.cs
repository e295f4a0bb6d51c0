namespace Operon.Cel.Costs;

/// <summary>Estimates for the functions of libraries, by Kubernetes' rules: it refuses definitions by them, so they never change.</summary>
internal static class LibraryCosts
{
    private static readonly SizeEstimate Address = new(4, 16);

    /// <returns>Null when the rules of the standard functions apply.</returns>
    public static CallCost? Of(string function, string overload, Operand? target, IReadOnlyList<Operand> args)
    {
        switch (function)
        {
            case "check":
                return new(new((ulong)CostFactors.AuthorizationCheck, (ulong)CostFactors.AuthorizationCheck));
            case "isSorted" or "sum" or "max" or "min" or "indexOf" or "lastIndexOf" when target is not null:
                return new(Elements(target));
            case "url" when args.Count == 1:
                return new(Traversal(args[0].Size), args[0].Size);
            case "lowerAscii" or "upperAscii" or "substring" or "trim" when target is not null:
                return new(Traversal(target.Size), target.Size);
            case "replace" when target is not null && args.Count >= 2:
                return new(target.Size.Scale(2 * CostFactors.Traversal), Replaced(target.Size, args[0].Size, args[1].Size));
            case "split" when target is not null:
                var parts = args.Count > 1 && args[1].Literal is CelInt limit ? (ulong)limit.Value : target.Size.Max;
                return new(target.Size.Scale(2 * CostFactors.Traversal), new SizeEstimate(0, parts));
            case "join" when target is not null:
                var joined = Joined(target, args);
                return new(Traversal(joined), joined);
            case "find" or "findAll" when target is not null && args.Count >= 1:
                return new(Pattern(target.Size, args[0].Size), new SizeEstimate(0, target.Size.Max));
            case "cidr" or "isIP" or "isCIDR" or "quantity" or "isQuantity" or "semver" or "isSemver" when args.Count >= 1:
                return new(Traversal(args[0].Size));
            case "ip":
                return new(overload == "cidr_ip" || args.Count == 0 ? CostEstimate.One : Traversal(args[0].Size));
            case "ip.isCanonical" when args.Count >= 1:
                return new(args[0].Size.Scale(2 * CostFactors.Traversal));
            case "containsIP" when args.Count >= 1:
                return new(overload == "cidr_contains_ip_string" ? Traversal(Address.Add(Address)).Add(Traversal(args[0].Size)) : Traversal(Address.Add(Address)));
            case "containsCIDR" when args.Count >= 1:
                var cost = Traversal(Address.Add(Address)).Add(Traversal(Address)).Add(CostEstimate.One);
                return new(overload == "cidr_contains_cidr_string" ? cost.Add(Traversal(args[0].Size)) : cost);
            case "validate" when args.Count >= 1:
                return new(Traversal(args[0].Size).Scale(CostFactors.LongestFormatPattern * CostFactors.Pattern));
            case "_==_" when args.Count == 2 && args[0].Type.Kind == CelKind.Opaque && args[0].Type.Equals(args[1].Type):
                return Equality(args);
            case "sets.contains" or "sets.intersects" when args.Count == 2:
                return new(args[0].Size.Multiply(args[1].Size).Scale(1).Add(CostEstimate.One));
            case "sets.equivalent" when args.Count == 2:
                return new(args[0].Size.Multiply(args[1].Size).Scale(2).Add(CostEstimate.One));
            default:
                return null;
        }
    }

    /// <summary>Matching: one is added to the text so that a long pattern costs something on an empty one.</summary>
    public static CostEstimate Pattern(SizeEstimate text, SizeEstimate pattern) =>
        Traversal(text.Add(SizeEstimate.One)).Multiply(pattern.Scale(CostFactors.Pattern));

    private static CostEstimate Traversal(SizeEstimate size) => size.Scale(CostFactors.Traversal);

    private static CostEstimate Elements(Operand target)
    {
        if (target.Element is not { } element)
        {
            return Traversal(target.Size);
        }
        var each = element.Type.Kind is CelKind.String or CelKind.Bytes ? CostEstimate.One.Add(Traversal(element.Size)) : CostEstimate.One;
        return target.Size.Times(each);
    }

    private static CallCost Equality(IReadOnlyList<Operand> args) => args[0].Type.Name switch
    {
        "kubernetes.NamedFormat" => new(new CostEstimate(1, CostFactors.LongestFormatName).Scale(CostFactors.Traversal)),
        "kubernetes.URL" => new(new CostEstimate(1, args[1].Computed?.Max ?? 1).Scale(CostFactors.Traversal)),
        _ => new(CostEstimate.One),
    };

    private static SizeEstimate Replaced(SizeEstimate text, SizeEstimate old, SizeEstimate replacement)
    {
        ulong maxCount;
        ulong minCount;
        ulong maxKept = text.Max;
        ulong minKept = text.Min;
        if (old.Min == 0)
        {
            maxCount = Saturating.Add(text.Max, 1);
        }
        else if (replacement.Max <= old.Min)
        {
            maxCount = 0;
        }
        else
        {
            maxCount = Saturating.Scale(text.Max, 1.0 / old.Min);
            maxKept = 0;
        }
        if (old.Max == 0)
        {
            minCount = Saturating.Add(text.Min, 1);
        }
        else if (old.Max <= replacement.Min)
        {
            minCount = 0;
        }
        else
        {
            minCount = (ulong)Math.Ceiling((double)text.Min / old.Max);
            minKept = 0;
        }
        return new SizeEstimate(minCount, maxCount).Multiply(replacement).Add(new SizeEstimate(minKept, maxKept));
    }

    private static SizeEstimate Joined(Operand list, IReadOnlyList<Operand> args)
    {
        var size = list.Element is { } element ? list.Size.Multiply(element.Size) : new SizeEstimate(0, 0);
        if (args.Count == 0)
        {
            return size;
        }
        var separators = new SizeEstimate(list.Size.Min > 0 ? list.Size.Min - 1 : 0, list.Size.Max > 0 ? list.Size.Max - 1 : 0);
        return size.Add(args[0].Size.Multiply(separators));
    }
}
