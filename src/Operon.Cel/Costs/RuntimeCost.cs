using Operon.Cel.Libraries;

namespace Operon.Cel.Costs;

/// <summary>What a call has cost, by cel-go's rules and Kubernetes' for its own functions.</summary>
internal static class RuntimeCost
{
    public static long Of(string function, string overload, CelValue[] args, CelValue result)
    {
        switch (function)
        {
            case "check" when args[0] is AccessValue:
                return CostFactors.AuthorizationCheck;
            case "isSorted" or "sum" or "max" or "min" or "indexOf" or "lastIndexOf":
                return Traversal(args[0]);
            case "url" or "lowerAscii" or "upperAscii" or "substring" or "trim" or "cidr" or "isIP" or "isCIDR" or "quantity" or "isQuantity" or "semver" or "isSemver":
                return Scaled(Size(args[0]), CostFactors.Traversal);
            case "ip":
                return overload == "cidr_ip" ? 1 : Scaled(Size(args[0]), CostFactors.Traversal);
            case "replace" or "split" or "ip.isCanonical":
                return Scaled(Size(args[0]) * 2, CostFactors.Traversal);
            case "join":
                return Scaled(Size(result) * 2, CostFactors.Traversal);
            case "find" or "findAll":
                return Pattern(Size(args[0]), Size(args[1]));
            case "containsIP":
                return Scaled(Size(args[0]) * 2, CostFactors.Traversal) + (overload == "cidr_contains_ip_string" ? Scaled(Size(args[1]), CostFactors.Traversal) : 0);
            case "containsCIDR":
                return Scaled(Size(args[0]) * 2, CostFactors.Traversal) + Scaled(Size(args[0]), CostFactors.Traversal) + 1
                    + (overload == "cidr_contains_cidr_string" ? Scaled(Size(args[1]), CostFactors.Traversal) : 0);
            case "validate" when args[0] is FormatValue format:
                return Pattern(Size(args[1]), format.PatternLength);
            case "_==_" when args[0] is CelOpaque:
                return 1;
            case "sets.contains" or "sets.intersects":
                return 1 + (Size(args[0]) * Size(args[1]));
            case "sets.equivalent":
                return 1 + (Size(args[0]) * Size(args[1]) * 2);
            default:
                return OfOverload(overload, args);
        }
    }

    private static long OfOverload(string overload, CelValue[] args)
    {
        switch (overload)
        {
            case "starts_with_string" or "ends_with_string" or "string_to_bytes" or "bytes_to_string" or "strings_quote" or "string_format":
                return Scaled(Size(args[0]), CostFactors.Traversal);
            case "in_list":
                return Size(args[1]);
            case "equals" or "not_equals" or "less_string" or "greater_string" or "less_equals_string" or "greater_equals_string"
                or "less_bytes" or "greater_bytes" or "less_equals_bytes" or "greater_equals_bytes":
                return Scaled(Math.Min(Size(args[0]), Size(args[1])), CostFactors.Traversal);
            case "add_string" or "add_bytes":
                return Scaled(Size(args[0]) + Size(args[1]), CostFactors.Traversal);
            case "matches_string":
                return Pattern(Size(args[0]), Size(args[1]));
            case "contains_string":
                return Scaled(Size(args[0]), CostFactors.Traversal) * Scaled(Size(args[1]), CostFactors.Traversal);
            default:
                return 1;
        }
    }

    private static long Size(CelValue value) => value.Size ?? 1;

    private static long Scaled(long size, double factor) => (long)Math.Ceiling(size * factor);

    // One is added to the text so that a long pattern costs something on an empty one.
    private static long Pattern(long text, long pattern) => Scaled(text + 1, CostFactors.Traversal) * Scaled(pattern, CostFactors.Pattern);

    private static long Traversal(CelValue value) => value switch
    {
        CelString s => (long)(s.Text.Length * CostFactors.Traversal),
        CelBytes b => (long)(b.Value.Length * CostFactors.Traversal),
        CelList list => list.Elements().Sum(Traversal),
        CelMap map => map.Keys.Sum(k => Traversal(k) + (map.TryGet(k, out var v) ? Traversal(v) : 0)),
        _ => 1,
    };
}
