using System.Globalization;
using System.Numerics;

namespace Operon.Cel.Libraries;

/// <summary>A Kubernetes quantity, exact to a billionth (finer parts are rounded up, as the API does).</summary>
internal sealed class QuantityValue(BigInteger nanos) : CelOpaque
{
    public static readonly CelType QuantityType = CelType.Opaque("kubernetes.Quantity");

    private const int MaxDigits = 64;

    private static readonly BigInteger Billion = 1_000_000_000;

    private static readonly Dictionary<string, (int Base, int Exponent)> Suffixes = new(StringComparer.Ordinal)
    {
        ["n"] = (10, -9), ["u"] = (10, -6), ["m"] = (10, -3), [""] = (10, 0), ["k"] = (10, 3), ["M"] = (10, 6), ["G"] = (10, 9), ["T"] = (10, 12),
        ["P"] = (10, 15), ["E"] = (10, 18), ["Ki"] = (2, 10), ["Mi"] = (2, 20), ["Gi"] = (2, 30), ["Ti"] = (2, 40), ["Pi"] = (2, 50), ["Ei"] = (2, 60),
    };

    public BigInteger Nanos => nanos;

    public override CelType Type => QuantityType;

    public override string Text => nanos % Billion == 0
        ? (nanos / Billion).ToString(CultureInfo.InvariantCulture)
        : nanos.ToString(CultureInfo.InvariantCulture) + "n";

    public long? AsInteger => nanos % Billion == 0 && nanos / Billion is var whole && whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : null;

    public double AsDouble => nanos % Billion == 0 ? (double)(nanos / Billion) : (double)nanos / 1e9;

    public static QuantityValue FromInteger(long value) => new(value * Billion);

    /// <summary>Null when the text is no quantity.</summary>
    public static QuantityValue? Parse(string text)
    {
        var position = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        var start = position;
        while (position < text.Length && text[position] is (>= '0' and <= '9') or '.')
        {
            position++;
        }
        var number = text.Substring(start, position - start);
        var dot = number.IndexOf('.');
        var fraction = dot < 0 ? "" : number.Substring(dot + 1);
        var whole = dot < 0 ? number : number.Substring(0, dot);
        if (whole.Length + fraction.Length is 0 or > MaxDigits || fraction.IndexOf('.') >= 0 || Scale(text.Substring(position)) is not var (scaleBase, exponent))
        {
            return null;
        }
        var numerator = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture) * Billion;
        var denominator = BigInteger.Pow(10, fraction.Length);
        if (exponent >= 0)
        {
            numerator *= BigInteger.Pow(scaleBase, exponent);
        }
        else
        {
            denominator *= BigInteger.Pow(scaleBase, -exponent);
        }
        var result = BigInteger.DivRem(numerator, denominator, out var rest) + (rest.IsZero ? 0 : 1);
        return new QuantityValue(text[0] == '-' ? -result : result);
    }

    public int CompareTo(QuantityValue other) => nanos.CompareTo(other.Nanos);

    internal override bool EqualTo(CelValue other) => other is QuantityValue q && q.Nanos == nanos;

    private static (int Base, int Exponent)? Scale(string suffix)
    {
        if (Suffixes.TryGetValue(suffix, out var scale))
        {
            return scale;
        }
        return suffix.Length > 1 && suffix[0] is 'e' or 'E'
            && int.TryParse(suffix.Substring(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) && Math.Abs(exponent) <= MaxDigits
                ? (10, exponent)
                : null;
    }
}
