using Operon.Cel.Functions;
using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Libraries;

/// <summary>CEL's mathematics, version 2. <c>math.greatest</c> and <c>math.least</c> are macros over <c>math.@max</c> and <c>math.@min</c>.</summary>
internal static class MathLibrary
{
    private static readonly (string Name, CelType Type)[] NumberTypes = [("int", CelType.Int), ("uint", CelType.Uint), ("double", CelType.Double)];

    public static void AddTo(FunctionTable table)
    {
        AddExtreme(table, "math.@max", 1);
        AddExtreme(table, "math.@min", -1);
        Double(table, "math.ceil", Math.Ceiling);
        Double(table, "math.floor", Math.Floor);
        Double(table, "math.round", x => Math.Round(x, MidpointRounding.AwayFromZero));
        Double(table, "math.trunc", Math.Truncate);
        Test(table, "math.isInf", double.IsInfinity);
        Test(table, "math.isNaN", double.IsNaN);
        Test(table, "math.isFinite", x => !double.IsNaN(x) && !double.IsInfinity(x));
        foreach (var (name, type) in NumberTypes)
        {
            table.Global("math.abs", $"math_abs_{name}", type, a => Abs(a[0]), type);
            table.Global("math.sign", $"math_sign_{name}", type, a => Sign(a[0]), type);
            table.Global("math.sqrt", $"math_sqrt_{name}", CelType.Double, a => new CelDouble(Math.Sqrt(ToDouble(a[0]))), type);
        }
        AddBits(table);
    }

    private static void AddExtreme(FunctionTable table, string function, int direction)
    {
        foreach (var (name, type) in NumberTypes)
        {
            table.Global(function, $"{function}_{name}", type, a => a[0], type);
            table.Global(function, $"{function}_list_{name}", type, a => Extreme(((CelList)a[0]).Elements(), direction), CelType.List(type));
            foreach (var (otherName, other) in NumberTypes)
            {
                table.Global(function, $"{function}_{name}_{otherName}", type.Equals(other) ? type : CelType.Dyn, a => Extreme(a, direction), type, other);
            }
        }
    }

    private static void AddBits(FunctionTable table)
    {
        Bits("math.bitAnd", "bit_and", (x, y) => x & y, (x, y) => x & y);
        Bits("math.bitOr", "bit_or", (x, y) => x | y, (x, y) => x | y);
        Bits("math.bitXor", "bit_xor", (x, y) => x ^ y, (x, y) => x ^ y);
        table.Global("math.bitNot", "math_bit_not_int", CelType.Int, a => CelInt.From(~((CelInt)a[0]).Value), CelType.Int);
        table.Global("math.bitNot", "math_bit_not_uint", CelType.Uint, a => new CelUint(~((CelUint)a[0]).Value), CelType.Uint);
        Shift("math.bitShiftLeft", "left", (x, n) => n > 63 ? 0 : x << n);
        Shift("math.bitShiftRight", "right", (x, n) => n > 63 ? 0 : x >> n);

        void Bits(string function, string id, Func<long, long, long> signed, Func<ulong, ulong, ulong> unsigned)
        {
            table.Global(function, $"math_{id}_int_int", CelType.Int, a => CelInt.From(signed(((CelInt)a[0]).Value, ((CelInt)a[1]).Value)), CelType.Int, CelType.Int);
            table.Global(function, $"math_{id}_uint_uint", CelType.Uint, a => new CelUint(unsigned(((CelUint)a[0]).Value, ((CelUint)a[1]).Value)), CelType.Uint, CelType.Uint);
        }

        // A signed number is shifted as its bits stand: no sign is kept to the right.
        void Shift(string function, string id, Func<ulong, int, ulong> shift)
        {
            table.Global(function, $"math_bit_shift_{id}_int_int", CelType.Int, a => Shifted(a[1], n => CelInt.From((long)shift((ulong)((CelInt)a[0]).Value, n))), CelType.Int, CelType.Int);
            table.Global(function, $"math_bit_shift_{id}_uint_int", CelType.Uint, a => Shifted(a[1], n => new CelUint(shift(((CelUint)a[0]).Value, n))), CelType.Uint, CelType.Int);
        }

        static CelValue Shifted(CelValue count, Func<int, CelValue> shift) =>
            ((CelInt)count).Value < 0 ? new CelError($"negative offset: {((CelInt)count).Value}") : shift((int)Math.Min(((CelInt)count).Value, 64));
    }

    private static void Double(FunctionTable table, string function, Func<double, double> compute) =>
        table.Global(function, function.Replace('.', '_') + "_double", CelType.Double, a => new CelDouble(compute(((CelDouble)a[0]).Value)), CelType.Double);

    private static void Test(FunctionTable table, string function, Func<double, bool> test) =>
        table.Global(function, function.Replace('.', '_') + "_double", CelType.Bool, a => CelBool.Of(test(((CelDouble)a[0]).Value)), CelType.Double);

    private static CelValue Extreme(IEnumerable<CelValue> values, int direction)
    {
        CelValue? best = null;
        foreach (var value in values)
        {
            if (!Numbers.IsNumber(value))
            {
                return CelError.NoSuchOverload;
            }
            best = best is null || Math.Sign(Numbers.Compare(value, best) ?? 0) == direction ? value : best;
        }
        return best ?? new CelError("math.@max and math.@min of an empty list");
    }

    private static CelValue Abs(CelValue value) => value switch
    {
        CelInt { Value: long.MinValue } => CelError.Overflow,
        CelInt i => CelInt.From(Math.Abs(i.Value)),
        CelDouble d => new CelDouble(Math.Abs(d.Value)),
        _ => value,
    };

    private static CelValue Sign(CelValue value) => value switch
    {
        CelInt i => CelInt.From(Math.Sign(i.Value)),
        CelUint u => new CelUint(u.Value == 0 ? 0UL : 1UL),
        CelDouble d => new CelDouble(double.IsNaN(d.Value) ? double.NaN : Math.Sign(d.Value)),
        _ => CelError.NoSuchOverload,
    };

    private static double ToDouble(CelValue value) => value switch
    {
        CelInt i => i.Value,
        CelUint u => u.Value,
        CelDouble d => d.Value,
        _ => double.NaN,
    };
}
