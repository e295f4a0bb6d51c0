using Operon.Cel.Functions;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>CEL's list functions, version 3.</summary>
internal static class ListLibrary
{
    private const int MaxRange = 1_000_000;

    private static readonly (string Name, CelType Type)[] Comparable =
    [
        ("int", CelType.Int), ("uint", CelType.Uint), ("double", CelType.Double), ("bool", CelType.Bool), ("duration", CelType.Duration),
        ("timestamp", CelType.Timestamp), ("string", CelType.String), ("bytes", CelType.Bytes),
    ];

    public static void AddTo(FunctionTable table)
    {
        table.Member("slice", "list_slice", ListOfA, a => Slice((CelList)a[0], ((CelInt)a[1]).Value, ((CelInt)a[2]).Value), ListOfA, CelType.Int, CelType.Int);
        table.Member("flatten", "list_flatten", ListOfA, a => Flatten((CelList)a[0], 1), CelType.List(ListOfA));
        table.Member("flatten", "list_flatten_int", CelType.List(CelType.Dyn), a => Flatten((CelList)a[0], ((CelInt)a[1]).Value), CelType.List(CelType.Dyn), CelType.Int);
        table.Member("distinct", "list_distinct", ListOfA, a => Distinct((CelList)a[0]), ListOfA);
        table.Member("reverse", "list_reverse", ListOfA, a => new ArrayList([.. ((CelList)a[0]).Elements().Reverse()]), ListOfA);
        table.Member("first", "list_first", CelType.Optional(A), a => End((CelList)a[0], 0), ListOfA);
        table.Member("last", "list_last", CelType.Optional(A), a => End((CelList)a[0], ((CelList)a[0]).Count - 1), ListOfA);
        table.Global("lists.range", "lists_range", ListOfInt, a => Range(((CelInt)a[0]).Value), CelType.Int);
        foreach (var (name, type) in Comparable)
        {
            table.Member("sort", $"list_{name}_sort", CelType.List(type), a => Sort((CelList)a[0], (CelList)a[0]), CelType.List(type));
            table.Member("@sortByAssociatedKeys", $"list_{name}_sortByAssociatedKeys", ListOfA, a => Sort((CelList)a[0], (CelList)a[1]), ListOfA, CelType.List(type));
        }
    }

    private static CelValue Slice(CelList list, long start, long end)
    {
        if (start < 0 || end < 0)
        {
            return new CelError($"cannot slice({start}, {end}), negative indexes not supported");
        }
        if (start > end)
        {
            return new CelError($"cannot slice({start}, {end}), start index must be less than or equal to end index");
        }
        return end > list.Count
            ? new CelError($"cannot slice({start}, {end}), list is length {list.Count}")
            : new ArrayList([.. Enumerable.Range((int)start, (int)(end - start)).Select(list.Get)]);
    }

    private static CelValue Flatten(CelList list, long depth)
    {
        if (depth < 0)
        {
            return new CelError("level must be non-negative");
        }
        var flat = new List<CelValue>();
        Into(list, depth);
        return new ArrayList(flat);

        void Into(CelList from, long levels)
        {
            foreach (var element in from.Elements())
            {
                if (element is CelList inner && levels > 0)
                {
                    Into(inner, levels - 1);
                }
                else
                {
                    flat.Add(element);
                }
            }
        }
    }

    private static ArrayList Distinct(CelList list)
    {
        var seen = new HashSet<CelValue>(ValueComparer.Instance);
        return new ArrayList([.. list.Elements().Where(seen.Add)]);
    }

    private static CelOptional End(CelList list, int index) => list.Count == 0 ? CelOptional.None : new CelOptional(list.Get(index));

    private static CelValue Range(long count) => count > MaxRange
        ? new CelError($"lists.range: {count} exceeds the limit of {MaxRange}")
        : new ArrayList([.. Enumerable.Range(0, (int)Math.Max(count, 0)).Select(i => CelInt.From(i))]);

    private static CelValue Sort(CelList list, CelList keys)
    {
        if (keys.Count > 0 && keys.Elements().Any(key => key.Type.Kind != keys.Get(0).Type.Kind))
        {
            return new CelError("list elements must have the same type");
        }
        var order = Enumerable.Range(0, list.Count).OrderBy(keys.Get, Comparer<CelValue>.Create((a, b) => Comparison.Compare(a, b) ?? 0));
        return new ArrayList([.. order.Select(list.Get)]);
    }
}
