using static Operon.Cel.Functions.Generic;

namespace Operon.Cel.Functions;

/// <summary>Arithmetic that reports overflow instead of wrapping around.</summary>
internal static class Arithmetic
{
    public static void AddTo(FunctionTable table)
    {
        Integers(table);
        Doubles(table);
        Times(table);
        table.Global("_+_", "add_string", CelType.String, a => new CelString(((CelString)a[0]).Text + ((CelString)a[1]).Text), CelType.String, CelType.String);
        table.Global("_+_", "add_bytes", CelType.Bytes, a => new CelBytes([.. ((CelBytes)a[0]).Value, .. ((CelBytes)a[1]).Value]), CelType.Bytes, CelType.Bytes);
        table.Global("_+_", "add_list", ListOfA, a => ((CelList)a[0]).Add((CelList)a[1]), ListOfA, ListOfA);
    }

    private static void Integers(FunctionTable table)
    {
        Int("_+_", "add", (x, y) => checked(x + y));
        Int("_-_", "subtract", (x, y) => checked(x - y));
        Int("_*_", "multiply", (x, y) => checked(x * y));
        Int("_/_", "divide", (x, y) => x == long.MinValue && y == -1 ? throw new OverflowException() : x / y);
        Int("_%_", "modulo", (x, y) => x == long.MinValue && y == -1 ? throw new OverflowException() : x % y);
        Uint("_+_", "add", (x, y) => checked(x + y));
        Uint("_-_", "subtract", (x, y) => checked(x - y));
        Uint("_*_", "multiply", (x, y) => checked(x * y));
        Uint("_/_", "divide", (x, y) => x / y);
        Uint("_%_", "modulo", (x, y) => x % y);
        table.Global("-_", "negate_int64", CelType.Int, a => Guard("-_", () => CelInt.From(checked(-((CelInt)a[0]).Value))), CelType.Int);

        void Int(string function, string id, Func<long, long, long> compute) =>
            table.Global(function, id + "_int64", CelType.Int, a => Guard(function, () => CelInt.From(compute(((CelInt)a[0]).Value, ((CelInt)a[1]).Value))), CelType.Int, CelType.Int);

        void Uint(string function, string id, Func<ulong, ulong, ulong> compute) =>
            table.Global(function, id + "_uint64", CelType.Uint, a => Guard(function, () => new CelUint(compute(((CelUint)a[0]).Value, ((CelUint)a[1]).Value))), CelType.Uint, CelType.Uint);
    }

    private static void Doubles(FunctionTable table)
    {
        Double("_+_", "add", (x, y) => x + y);
        Double("_-_", "subtract", (x, y) => x - y);
        Double("_*_", "multiply", (x, y) => x * y);
        Double("_/_", "divide", (x, y) => x / y);
        table.Global("-_", "negate_double", CelType.Double, a => new CelDouble(-((CelDouble)a[0]).Value), CelType.Double);

        void Double(string function, string id, Func<double, double, double> compute) =>
            table.Global(function, id + "_double", CelType.Double, a => new CelDouble(compute(((CelDouble)a[0]).Value, ((CelDouble)a[1]).Value)), CelType.Double, CelType.Double);
    }

    private static void Times(FunctionTable table)
    {
        table.Global("_+_", "add_duration_duration", CelType.Duration, a => Guard("_+_", () => new CelDuration(checked(Nanos(a[0]) + Nanos(a[1])))), CelType.Duration, CelType.Duration);
        table.Global("_+_", "add_timestamp_duration", CelType.Timestamp, a => Shift((CelTimestamp)a[0], Nanos(a[1])), CelType.Timestamp, CelType.Duration);
        table.Global("_+_", "add_duration_timestamp", CelType.Timestamp, a => Shift((CelTimestamp)a[1], Nanos(a[0])), CelType.Duration, CelType.Timestamp);
        table.Global("_-_", "subtract_duration_duration", CelType.Duration, a => Guard("_-_", () => new CelDuration(checked(Nanos(a[0]) - Nanos(a[1])))), CelType.Duration, CelType.Duration);
        table.Global("_-_", "subtract_timestamp_duration", CelType.Timestamp, a => Guard("_-_", () => Shift((CelTimestamp)a[0], checked(-Nanos(a[1])))), CelType.Timestamp, CelType.Duration);
        table.Global("_-_", "subtract_timestamp_timestamp", CelType.Duration, a => Guard("_-_", () => Difference((CelTimestamp)a[0], (CelTimestamp)a[1])), CelType.Timestamp, CelType.Timestamp);
        table.Global("-_", "negate_duration", CelType.Duration, a => Guard("-_", () => new CelDuration(checked(-Nanos(a[0])))), CelType.Duration);
    }

    private static long Nanos(CelValue value) => ((CelDuration)value).Nanoseconds;

    private static CelValue Shift(CelTimestamp time, long nanoseconds)
    {
        var seconds = time.Seconds + (nanoseconds / 1_000_000_000);
        var rest = time.Nanoseconds + (nanoseconds % 1_000_000_000);
        if (rest < 0)
        {
            seconds--;
            rest += 1_000_000_000;
        }
        else if (rest >= 1_000_000_000)
        {
            seconds++;
            rest -= 1_000_000_000;
        }
        return seconds is < CelTimestamp.MinSeconds or > CelTimestamp.MaxSeconds ? new CelError("timestamp overflow") : new CelTimestamp(seconds, (int)rest);
    }

    private static CelDuration Difference(CelTimestamp a, CelTimestamp b) =>
        new(checked(((a.Seconds - b.Seconds) * 1_000_000_000) + (a.Nanoseconds - b.Nanoseconds)));

    private static CelValue Guard(string function, Func<CelValue> compute)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            return CelError.Overflow;
        }
        catch (DivideByZeroException)
        {
            return new CelError(function == "_%_" ? "modulus by zero" : "division by zero");
        }
    }
}
