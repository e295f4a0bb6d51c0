using System.Globalization;
using System.Text;

namespace Operon.Cel.Parsing;

/// <summary>Reads a string or bytes literal: four quotes, raw or with escapes.</summary>
internal sealed class StringLexer(string source, int start, bool isRaw, bool isBytes)
{
    private readonly StringBuilder text = new();
    private readonly List<byte> bytes = [];
    private int position;

    public static bool StartsAt(string source, int position, out bool isRaw, out bool isBytes, out int prefix)
    {
        isRaw = isBytes = false;
        for (prefix = 0; prefix < 3 && position + prefix < source.Length; prefix++)
        {
            switch (source[position + prefix])
            {
                case '"' or '\'':
                    return true;
                case 'r' or 'R' when !isRaw:
                    isRaw = true;
                    break;
                case 'b' or 'B' when !isBytes:
                    isBytes = true;
                    break;
                default:
                    return false;
            }
        }
        return false;
    }

    /// <returns>A string, or bytes.</returns>
    public object Read(out int end)
    {
        position = start;
        var quote = source.Substring(position, 1);
        var triple = new string(quote[0], 3);
        if (string.CompareOrdinal(source, position, triple, 0, 3) == 0)
        {
            quote = triple;
        }
        position += quote.Length;
        while (string.CompareOrdinal(source, position, quote, 0, quote.Length) != 0)
        {
            if (position >= source.Length || (quote.Length == 1 && source[position] is '\n' or '\r'))
            {
                throw Problem();
            }
            if (source[position] == '\\' && !isRaw)
            {
                Escape();
            }
            else if (source[position] == '\\' && quote.Length == 1 && position + 1 < source.Length && source[position + 1] != quote[0])
            {
                Append(2);
            }
            else
            {
                Append(source[position] == '\r' && quote.Length == 3 ? CarriageReturn() : CodePoints.Width(source, position));
            }
        }
        end = position + quote.Length;
        return isBytes ? bytes.ToArray() : text.ToString();
    }

    private SyntaxException Problem() => new(start, $"Syntax error: token recognition error at: '{source.Substring(start, Math.Min(position, source.Length) - start)}'");

    private int CarriageReturn()
    {
        if (position + 1 < source.Length && source[position + 1] == '\n')
        {
            position++;
        }
        else
        {
            Put('\n');
            position++;
            return 0;
        }
        return 1;
    }

    private void Append(int width)
    {
        var part = source.Substring(position, width);
        if (isBytes)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(part));
        }
        else
        {
            text.Append(part);
        }
        position += width;
    }

    private void Escape()
    {
        var c = position + 1 < source.Length ? source[position + 1] : '\0';
        position += 2;
        switch (c)
        {
            case 'a':
                Put('\a');
                break;
            case 'b':
                Put('\b');
                break;
            case 'f':
                Put('\f');
                break;
            case 'n':
                Put('\n');
                break;
            case 'r':
                Put('\r');
                break;
            case 't':
                Put('\t');
                break;
            case 'v':
                Put('\v');
                break;
            case '\\' or '?' or '"' or '\'' or '`':
                Put(c);
                break;
            case 'x' or 'X':
                Number(2, 16);
                break;
            case 'u' when !isBytes:
                Number(4, 16);
                break;
            case 'U' when !isBytes:
                Number(8, 16);
                break;
            case >= '0' and <= '3':
                position--;
                Number(3, 8);
                break;
            default:
                throw Problem();
        }
    }

    private void Number(int digits, int radix)
    {
        if (position + digits > source.Length)
        {
            position = source.Length;
            throw Problem();
        }
        uint value = 0;
        for (var i = 0; i < digits; i++)
        {
            if (!uint.TryParse(source.Substring(position, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digit) || digit >= radix)
            {
                throw Problem();
            }
            value = (value * (uint)radix) + digit;
            position++;
        }
        if (isBytes)
        {
            bytes.Add((byte)value);
        }
        else if (value is >= 0xD800 and <= 0xDFFF or > 0x10FFFF)
        {
            throw new SyntaxException(start, "invalid unicode code point");
        }
        else
        {
            text.Append(char.ConvertFromUtf32((int)value));
        }
    }

    private void Put(char c)
    {
        if (isBytes)
        {
            bytes.Add((byte)c);
        }
        else
        {
            text.Append(c);
        }
    }
}
