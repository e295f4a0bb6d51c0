using System.Globalization;

namespace Operon.Cel;

/// <summary>Values as text, the way <c>string()</c> writes them.</summary>
internal static class Formatting
{
    public static string Text(CelValue value) => value switch
    {
        CelNull => "null",
        CelBool b => b.Value ? "true" : "false",
        CelInt i => i.Value.ToString(CultureInfo.InvariantCulture),
        CelUint u => u.Value.ToString(CultureInfo.InvariantCulture),
        CelDouble d => Double(d.Value),
        CelString s => s.Text,
        CelBytes b => System.Text.Encoding.UTF8.GetString(b.Value),
        CelDuration d => TimeText.Format(d),
        CelTimestamp t => TimeText.Format(t),
        CelTypeValue t => t.Named.Name,
        CelOptional o => o.Value is null ? "optional.none()" : $"optional({Text(o.Value)})",
        CelError e => e.Message,
        CelList l => "[" + string.Join(", ", l.Elements().Select(Text)) + "]",
        CelMap m => "{" + string.Join(", ", m.Keys.Select(k => m.TryGet(k, out var v) ? $"{Text(k)}: {Text(v)}" : "")) + "}",
        CelOpaque o => o.Text,
        _ => value.Type.Name,
    };

    /// <summary>Go's shortest form: an exponent below 1e-4 and from 1e6 on (<c>%g</c>).</summary>
    public static string Double(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var (sign, digits, point) = Digits(shortest);
        if (point is >= -3 and <= 6)
        {
            return sign + Plain(digits, point);
        }
        var mantissa = digits.Length == 1 ? digits : digits.Substring(0, 1) + "." + digits.Substring(1);
        var power = Math.Abs(point - 1).ToString("00", CultureInfo.InvariantCulture);
        return $"{sign}{mantissa}e{(point - 1 < 0 ? "-" : "+")}{power}";
    }

    // Significant digits and where the decimal point stands relative to their start.
    private static (string Sign, string Digits, int Point) Digits(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        text = text.Substring(sign.Length);
        var e = text.IndexOf('E');
        var exponent = e < 0 ? 0 : int.Parse(text.Substring(e + 1), CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text.Substring(0, e);
        var dot = mantissa.IndexOf('.');
        var whole = dot < 0 ? mantissa : mantissa.Substring(0, dot);
        var digits = whole + (dot < 0 ? "" : mantissa.Substring(dot + 1));
        var leading = digits.Length - digits.TrimStart('0').Length;
        var trimmed = digits.Trim('0');
        return trimmed.Length == 0 ? (sign, "0", 1) : (sign, trimmed, whole.Length + exponent - leading);
    }

    private static string Plain(string digits, int point)
    {
        if (point <= 0)
        {
            return "0." + new string('0', -point) + digits;
        }
        return point >= digits.Length ? digits + new string('0', point - digits.Length) : digits.Substring(0, point) + "." + digits.Substring(point);
    }
}
