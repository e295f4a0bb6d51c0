using System.Globalization;
using System.Text;

namespace Operon.Cel.Tests.Conformance;

/// <summary>Reads the protobuf text format without knowing the messages.</summary>
internal sealed class TextFormatReader(string source)
{
    private int position;

    public static TextMessage Read(string source) => new TextFormatReader(source).Message('\0');

    private TextMessage Message(char end)
    {
        var message = new TextMessage();
        while (true)
        {
            SkipSpace();
            if (position >= source.Length || source[position] == end)
            {
                position++;
                return message;
            }
            var name = Name();
            SkipSpace();
            Take(':');
            SkipSpace();
            if (Take('['))
            {
                do
                {
                    SkipSpace();
                    if (source[position] != ']')
                    {
                        message.Fields.Add((name, Value()));
                    }
                    SkipSpace();
                }
                while (Take(','));
                Expect(']');
            }
            else
            {
                message.Fields.Add((name, Value()));
            }
            SkipSpace();
            if (!Take(','))
            {
                Take(';');
            }
        }
    }

    private string Name()
    {
        if (Take('['))
        {
            var end = source.IndexOf(']', position);
            var extension = source[position..end];
            position = end + 1;
            return extension;
        }
        return Word();
    }

    private object Value()
    {
        SkipSpace();
        if (Take('{'))
        {
            return Message('}');
        }
        if (Take('<'))
        {
            return Message('>');
        }
        return source[position] is '"' or '\'' ? Strings() : Word();
    }

    private string Word()
    {
        var start = position;
        while (position < source.Length && (char.IsLetterOrDigit(source[position]) || source[position] is '_' or '-' or '+' or '.' or '/'))
        {
            position++;
        }
        return position > start ? source[start..position] : throw new FormatException($"unexpected '{source[position]}' at {position}");
    }

    private byte[] Strings()
    {
        var bytes = new List<byte>();
        while (position < source.Length && source[position] is '"' or '\'')
        {
            var quote = source[position++];
            while (source[position] != quote)
            {
                if (source[position] == '\\')
                {
                    position++;
                    Escape(bytes);
                }
                else
                {
                    var width = char.IsHighSurrogate(source[position]) ? 2 : 1;
                    bytes.AddRange(Encoding.UTF8.GetBytes(source.Substring(position, width)));
                    position += width;
                }
            }
            position++;
            SkipSpace();
        }
        return [.. bytes];
    }

    private void Escape(List<byte> bytes)
    {
        var c = source[position++];
        switch (c)
        {
            case 'x' or 'X':
                bytes.Add((byte)Number(2, 16, Uri.IsHexDigit));
                break;
            case 'u':
                bytes.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(Number(4, 16, Uri.IsHexDigit))));
                break;
            case 'U':
                bytes.AddRange(Encoding.UTF8.GetBytes(char.ConvertFromUtf32(Number(8, 16, Uri.IsHexDigit))));
                break;
            case >= '0' and <= '7':
                position--;
                bytes.Add((byte)Number(3, 8, d => d is >= '0' and <= '7'));
                break;
            default:
                var simple = "abfnrtv".IndexOf(c, StringComparison.Ordinal);
                bytes.Add((byte)(simple < 0 ? c : "\a\b\f\n\r\t\v"[simple]));
                break;
        }
    }

    private int Number(int maxDigits, int radix, Func<char, bool> isDigit)
    {
        var value = 0;
        for (var i = 0; i < maxDigits && isDigit(source[position]); i++)
        {
            value = (value * radix) + int.Parse(source.AsSpan(position++, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        return value;
    }

    private void SkipSpace()
    {
        while (position < source.Length && (char.IsWhiteSpace(source[position]) || source[position] == '#'))
        {
            position = source[position] == '#' && source.IndexOf('\n', position) is > 0 and var end ? end : position + 1;
        }
    }

    private bool Take(char c)
    {
        if (position < source.Length && source[position] == c)
        {
            position++;
            return true;
        }
        return false;
    }

    private void Expect(char c)
    {
        if (!Take(c))
        {
            throw new FormatException($"expected '{c}' at {position}");
        }
    }
}
