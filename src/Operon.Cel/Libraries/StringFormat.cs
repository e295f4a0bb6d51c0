using System.Globalization;
using System.Numerics;
using System.Text;

namespace Operon.Cel.Libraries;

/// <summary><c>'%s of %d'.format([...])</c>.</summary>
internal static class StringFormat
{
    public static CelValue Apply(string format, CelList arguments)
    {
        var result = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }
            if (++i >= format.Length)
            {
                return new CelError("unexpected end of string");
            }
            if (format[i] == '%')
            {
                result.Append('%');
                continue;
            }
            var precision = Precision(format, ref i);
            if (i >= format.Length)
            {
                return new CelError("could not parse formatting clause: error while parsing precision: could not find end of precision specifier");
            }
            if (next >= arguments.Count)
            {
                return new CelError($"index {next} out of range");
            }
            var text = Clause(format[i], precision, arguments.Get(next++));
            if (text is CelError)
            {
                return text;
            }
            result.Append(((CelString)text).Text);
        }
        return new CelString(result.ToString());
    }

    private static int Precision(string format, ref int i)
    {
        if (format[i] != '.')
        {
            return 6;
        }
        var start = ++i;
        while (i < format.Length && format[i] is >= '0' and <= '9')
        {
            i++;
        }
        return int.TryParse(format.Substring(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var precision) ? Math.Min(precision, 300) : 0;
    }

    private static CelValue Clause(char verb, int precision, CelValue value)
    {
        var text = verb switch
        {
            's' => Text(value),
            'd' => Decimal(value),
            'f' => Number(value) is { } number ? Special(number) ?? number.ToString("F" + precision, CultureInfo.InvariantCulture) : null,
            'e' => Number(value) is { } number ? Special(number) ?? Exponent(number, precision) : null,
            'b' => value switch
            {
                CelBool flag => flag.Value ? "1" : "0",
                _ => Radix(value, 2),
            },
            'o' => Radix(value, 8),
            'x' => Hexadecimal(value, "x2"),
            'X' => Hexadecimal(value, "X2")?.ToUpperInvariant(),
            _ => "",
        };
        if (text is null)
        {
            return new CelError($"error during formatting: verb '%{verb}' does not accept a value of type {value.Type.Name}");
        }
        return text.Length == 0 && "sdfeboxX".IndexOf(verb) < 0
            ? new CelError($"could not parse formatting clause: unrecognized formatting clause \"{verb}\"")
            : new CelString(text);
    }

    private static string Text(CelValue value) => value switch
    {
        CelDouble d => Special(d.Value) ?? Plain(d.Value),
        CelList list => "[" + string.Join(", ", list.Elements().Select(Text)) + "]",
        CelMap map => "{" + string.Join(", ", map.Keys.Select(k => (Key: Text(k), Value: map.TryGet(k, out var v) ? Text(v) : "")).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {e.Value}")) + "}",
        _ => Formatting.Text(value),
    };

    private static string Plain(double value) =>
        Math.Abs(value) < 1e15 && value == Math.Floor(value) ? value.ToString("F0", CultureInfo.InvariantCulture) : ((decimal)value).ToString("0.#############################", CultureInfo.InvariantCulture);

    private static string? Special(double value) => double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity" : null;

    private static string? Decimal(CelValue value) => value switch
    {
        CelInt or CelUint => Formatting.Text(value),
        CelDouble d when Special(d.Value) is { } special => special,
        _ => null,
    };

    private static double? Number(CelValue value) => value switch
    {
        CelDouble d => d.Value,
        CelInt i => i.Value,
        CelUint u => u.Value,
        _ => null,
    };

    private static string Exponent(double value, int precision) =>
        value.ToString((precision == 0 ? "0" : "0." + new string('0', precision)) + "e+00", CultureInfo.InvariantCulture);

    private static string? Radix(CelValue value, int radix)
    {
        var number = value switch
        {
            CelInt i => new BigInteger(i.Value),
            CelUint u => new BigInteger(u.Value),
            _ => (BigInteger?)null,
        };
        if (number is null)
        {
            return null;
        }
        var digits = new StringBuilder();
        var rest = BigInteger.Abs(number.Value);
        do
        {
            digits.Insert(0, "0123456789abcdef"[(int)(rest % radix)]);
            rest /= radix;
        }
        while (!rest.IsZero);
        return (number.Value.Sign < 0 ? "-" : "") + digits;
    }

    private static string? Hexadecimal(CelValue value, string format)
    {
        var bytes = value switch
        {
            CelString s => Encoding.UTF8.GetBytes(s.Text),
            CelBytes b => b.Value,
            _ => null,
        };
        return bytes is null ? Radix(value, 16) : string.Concat(bytes.Select(b => b.ToString(format, CultureInfo.InvariantCulture)));
    }
}
