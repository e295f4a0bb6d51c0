namespace Operon.Cel;

/// <summary>The order of <c>&lt;</c>.</summary>
internal static class Comparison
{
    /// <summary>Null when the values have no order.</summary>
    public static int? Compare(CelValue a, CelValue b) => (a, b) switch
    {
        (CelString x, CelString y) => CodePoints.Compare(x.Text, y.Text),
        (CelBool x, CelBool y) => x.Value.CompareTo(y.Value),
        (CelBytes x, CelBytes y) => Compare(x.Value, y.Value),
        (CelTimestamp x, CelTimestamp y) => x.CompareTo(y),
        (CelDuration x, CelDuration y) => x.Nanoseconds.CompareTo(y.Nanoseconds),
        _ => Numbers.Compare(a, b),
    };

    private static int Compare(byte[] a, byte[] b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
            {
                return a[i].CompareTo(b[i]);
            }
        }
        return a.Length.CompareTo(b.Length);
    }
}
