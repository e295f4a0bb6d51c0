namespace Operon.Cel.Costs;

/// <summary>Arithmetic that stays at the largest number instead of wrapping around.</summary>
internal static class Saturating
{
    private const double TwoTo64 = 18446744073709551616.0;

    public static ulong Add(ulong a, ulong b) => a > ulong.MaxValue - b ? ulong.MaxValue : a + b;

    public static ulong Multiply(ulong a, ulong b) => b != 0 && a > ulong.MaxValue / b ? ulong.MaxValue : a * b;

    /// <summary>Rounded up.</summary>
    public static ulong Scale(ulong value, double factor)
    {
        var product = Math.Ceiling(value * factor);
        return product >= TwoTo64 ? ulong.MaxValue : (ulong)product;
    }
}
