namespace Operon.Cel;

/// <summary>Comparison on the one number line that int, uint and double share.</summary>
internal static class Numbers
{
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    public static bool IsNumber(CelValue value) => value is CelInt or CelUint or CelDouble;

    /// <summary>Null when one is not a number or NaN.</summary>
    public static int? Compare(CelValue a, CelValue b) => (a, b) switch
    {
        (CelInt x, CelInt y) => x.Value.CompareTo(y.Value),
        (CelUint x, CelUint y) => x.Value.CompareTo(y.Value),
        (CelDouble x, CelDouble y) => double.IsNaN(x.Value) || double.IsNaN(y.Value) ? null : x.Value == y.Value ? 0 : x.Value.CompareTo(y.Value),
        (CelInt x, CelUint y) => x.Value < 0 ? -1 : ((ulong)x.Value).CompareTo(y.Value),
        (CelUint x, CelInt y) => y.Value < 0 ? 1 : x.Value.CompareTo((ulong)y.Value),
        (CelInt x, CelDouble y) => Compare(x.Value, y.Value),
        (CelDouble x, CelInt y) => -Compare(y.Value, x.Value),
        (CelUint x, CelDouble y) => Compare(x.Value, y.Value),
        (CelDouble x, CelUint y) => -Compare(y.Value, x.Value),
        _ => null,
    };

    private static int? Compare(long x, double y)
    {
        if (double.IsNaN(y))
        {
            return null;
        }
        if (y >= TwoTo63)
        {
            return -1;
        }
        if (y < -TwoTo63)
        {
            return 1;
        }
        var whole = (long)y;
        return x != whole ? x.CompareTo(whole) : 0.0.CompareTo(y - whole);
    }

    private static int? Compare(ulong x, double y)
    {
        if (double.IsNaN(y))
        {
            return null;
        }
        if (y >= TwoTo64)
        {
            return -1;
        }
        if (y < 0)
        {
            return 1;
        }
        var whole = (ulong)y;
        return x != whole ? x.CompareTo(whole) : 0.0.CompareTo(y - whole);
    }
}
