using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Functions;

/// <summary>The operators. Those that decide by themselves what to evaluate have no body: the planner knows them.</summary>
internal static class Operators
{
    public static void AddTo(FunctionTable table)
    {
        table.Global("_&&_", "logical_and", CelType.Bool, Special, CelType.Bool, CelType.Bool);
        table.Global("_||_", "logical_or", CelType.Bool, Special, CelType.Bool, CelType.Bool);
        table.Global("!_", "logical_not", CelType.Bool, a => CelBool.Of(!((CelBool)a[0]).Value), CelType.Bool);
        table.Global("_?_:_", "conditional", A, Special, CelType.Bool, A, A);
        table.Global("@not_strictly_false", "not_strictly_false", CelType.Bool, Special, CelType.Bool);
        table.Global("_==_", "equals", CelType.Bool, a => CelBool.Of(a[0].EqualTo(a[1])), A, A);
        table.Global("_!=_", "not_equals", CelType.Bool, a => CelBool.Of(!a[0].EqualTo(a[1])), A, A);
        table.Global("@in", "in_list", CelType.Bool, a => CelBool.Of(((CelList)a[1]).Contains(a[0])), A, ListOfA);
        table.Global("@in", "in_map", CelType.Bool, a => CelBool.Of(((CelMap)a[1]).TryGet(a[0], out _)), A, MapOfAToB);
        table.Global("_[_]", "index_list", A, Special, ListOfA, CelType.Int);
        table.Global("_[_]", "index_map", B, Special, MapOfAToB, A);
        AddOrder(table);
        Arithmetic.AddTo(table);
    }

    private static CelValue Special(CelValue[] arguments) => CelError.NoSuchOverload;

    private static void AddOrder(FunctionTable table)
    {
        (string Function, string Id, Func<int, bool> Holds)[] relations =
        [
            ("_<_", "less", c => c < 0), ("_<=_", "less_equals", c => c <= 0), ("_>_", "greater", c => c > 0), ("_>=_", "greater_equals", c => c >= 0),
        ];
        (string Id, CelType Left, CelType Right)[] operands =
        [
            ("bool", CelType.Bool, CelType.Bool), ("int64", CelType.Int, CelType.Int), ("int64_double", CelType.Int, CelType.Double),
            ("int64_uint64", CelType.Int, CelType.Uint), ("uint64", CelType.Uint, CelType.Uint), ("uint64_double", CelType.Uint, CelType.Double),
            ("uint64_int64", CelType.Uint, CelType.Int), ("double", CelType.Double, CelType.Double), ("double_int64", CelType.Double, CelType.Int),
            ("double_uint64", CelType.Double, CelType.Uint), ("string", CelType.String, CelType.String), ("bytes", CelType.Bytes, CelType.Bytes),
            ("timestamp", CelType.Timestamp, CelType.Timestamp), ("duration", CelType.Duration, CelType.Duration),
        ];
        foreach (var (function, id, holds) in relations)
        {
            foreach (var (suffix, left, right) in operands)
            {
                table.Global(function, $"{id}_{suffix}", CelType.Bool, a => CelBool.Of(Comparison.Compare(a[0], a[1]) is { } order && holds(order)), left, right);
            }
        }
    }
}
