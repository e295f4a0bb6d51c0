using Operon.Cel.Functions;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>Kubernetes' functions of lists whose elements have an order or a sum.</summary>
internal static class KubernetesListLibrary
{
    private static readonly (string Name, CelType Type)[] Summable =
        [("int", CelType.Int), ("uint", CelType.Uint), ("double", CelType.Double), ("duration", CelType.Duration)];

    private static readonly (string Name, CelType Type)[] Comparable =
        [.. Summable, ("bool", CelType.Bool), ("string", CelType.String), ("bytes", CelType.Bytes), ("timestamp", CelType.Timestamp)];

    public static void AddTo(FunctionTable table)
    {
        var add = table.Find("_+_")!;
        foreach (var (name, type) in Comparable)
        {
            var list = CelType.List(type);
            table.Member("isSorted", $"list_{name}_is_sorted_bool", CelType.Bool, IsSorted, list);
            table.Member("min", $"list_{name}_min_{name}", type, a => Extreme((CelList)a[0], "min", -1), list);
            table.Member("max", $"list_{name}_max_{name}", type, a => Extreme((CelList)a[0], "max", 1), list);
        }
        foreach (var (name, type) in Summable)
        {
            table.Member("sum", $"list_{name}_sum_{name}", type, a => Sum((CelList)a[0], Zero(type), add), CelType.List(type));
        }
        table.Member("indexOf", "list_a_index_of_int", CelType.Int, a => CelInt.From(IndexOf((CelList)a[0], a[1], 1)), ListOfA, A);
        table.Member("lastIndexOf", "list_a_last_index_of_int", CelType.Int, a => CelInt.From(IndexOf((CelList)a[0], a[1], -1)), ListOfA, A);
    }

    private static CelValue Zero(CelType type) => type.Kind switch
    {
        CelKind.Int => CelInt.From(0),
        CelKind.Uint => new CelUint(0),
        CelKind.Double => new CelDouble(0),
        _ => new CelDuration(0),
    };

    private static CelValue IsSorted(CelValue[] arguments)
    {
        var list = (CelList)arguments[0];
        for (var i = 1; i < list.Count; i++)
        {
            if (Comparison.Compare(list.Get(i - 1), list.Get(i)) is not { } order)
            {
                return CelError.NoSuchOverload;
            }
            if (order > 0)
            {
                return CelBool.False;
            }
        }
        return CelBool.True;
    }

    private static CelValue Extreme(CelList list, string function, int direction)
    {
        if (list.Count == 0)
        {
            return new CelError($"{function} called on empty list");
        }
        var best = list.Get(0);
        for (var i = 1; i < list.Count; i++)
        {
            if (Comparison.Compare(list.Get(i), best) is not { } order)
            {
                return CelError.NoSuchOverload;
            }
            best = Math.Sign(order) == direction ? list.Get(i) : best;
        }
        return best;
    }

    private static CelValue Sum(CelList list, CelValue zero, IReadOnlyList<Overload> add)
    {
        // Dynamic elements may be of another type than the overload says.
        var sum = list.Count == 0 ? zero : list.Get(0);
        for (var i = 1; i < list.Count; i++)
        {
            CelValue[] pair = [sum, list.Get(i)];
            sum = add.FirstOrDefault(overload => overload.Accepts(pair))?.Body(pair) ?? CelError.NoSuchOverload;
            if (sum is CelError)
            {
                break;
            }
        }
        return sum;
    }

    private static int IndexOf(CelList list, CelValue value, int direction)
    {
        for (var i = direction > 0 ? 0 : list.Count - 1; i >= 0 && i < list.Count; i += direction)
        {
            if (list.Get(i).EqualTo(value))
            {
                return i;
            }
        }
        return -1;
    }
}
