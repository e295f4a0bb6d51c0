using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Operon.Generators;

/// <summary>The parts of YAML that stand on a line: scalars and flow collections.</summary>
internal sealed class YamlFlow
{
    private static readonly Regex _number = new(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant);

    private readonly string _text;
    private readonly int _line;
    private int _position;

    private YamlFlow(string text, int line) => (_text, _line) = (text, line);

    public static JsonNode Parse(string text, int line)
    {
        var flow = new YamlFlow(text, line);
        return flow.Value();
    }

    public static JsonNode Scalar(string text) => text switch
    {
        "" or "~" or "null" => JsonNull.Instance,
        "true" => new JsonBoolean(true),
        "false" => new JsonBoolean(false),
        ['"', ..] => new JsonText(Double(text)),
        ['\'', ..] => new JsonText(text.Substring(1, Math.Max(0, text.Length - 2)).Replace("''", "'")),
        _ when _number.IsMatch(text) => JsonNumber.Parse(text),
        _ => new JsonText(text),
    };

    /// <summary>Where the closing quote stands; negative when it does not.</summary>
    public static int EndOfQuoted(string text, int start)
    {
        for (var index = start + 1; index < text.Length; index++)
        {
            if (text[start] == '"' && text[index] == '\\')
            {
                index++;
            }
            else if (text[index] == text[start])
            {
                if (text[start] == '\'' && index + 1 < text.Length && text[index + 1] == '\'')
                {
                    index++;
                }
                else
                {
                    return index;
                }
            }
        }

        return -1;
    }

    /// <summary>Lines of a folded scalar: single breaks are spaces, empty lines are breaks.</summary>
    public static string Fold(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        for (var index = 0; index < lines.Count; index++)
        {
            var isAfterText = index > 0 && lines[index - 1].Length > 0;
            text.Append(lines[index].Length == 0 ? "\n" : isAfterText ? " " : "").Append(lines[index]);
        }

        return text.ToString();
    }

    private static string Double(string text)
    {
        var result = new StringBuilder();
        for (var index = 1; index < text.Length - 1; index++)
        {
            if (text[index] != '\\' || index + 1 >= text.Length)
            {
                result.Append(text[index]);
                continue;
            }

            index++;
            var length = text[index] switch
            {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            if (length > 0 && index + length < text.Length && int.TryParse(text.Substring(index + 1, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                result.Append(char.ConvertFromUtf32(code));
                index += length;
                continue;
            }

            result.Append(text[index] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '0' => '\0',
                var other => other,
            });
        }

        return result.ToString();
    }

    private JsonNode Value()
    {
        SkipSpace();
        switch (Peek())
        {
            case '{':
                return Object();
            case '[':
                return Array();
            case '"' or '\'':
                var end = EndOfQuoted(_text, _position);
                if (end < 0)
                {
                    throw Unexpected();
                }

                var quoted = _text.Substring(_position, end + 1 - _position);
                _position = end + 1;
                return Scalar(quoted);
            default:
                var start = _position;
                while (Peek() is not ('\0' or ',' or '}' or ']') && !(Peek() == ':' && (_position + 1 >= _text.Length || _text[_position + 1] is ' ' or ',' or '}')))
                {
                    _position++;
                }

                return Scalar(_text.Substring(start, _position - start).Trim());
        }
    }

    private JsonObject Object()
    {
        var members = new JsonObject();
        _position++;
        SkipSpace();
        while (Peek() != '}')
        {
            var key = Value() switch
            {
                JsonText text => text.Value,
                var other => other.ToJson(),
            };
            SkipSpace();
            Expect(':');
            members[key] = Value();
            SkipSpace();
            if (Peek() != '}')
            {
                Expect(',');
                SkipSpace();
            }
        }

        _position++;
        return members;
    }

    private JsonArray Array()
    {
        var items = new JsonArray();
        _position++;
        SkipSpace();
        while (Peek() != ']')
        {
            items.Add(Value());
            SkipSpace();
            if (Peek() != ']')
            {
                Expect(',');
                SkipSpace();
            }
        }

        _position++;
        return items;
    }

    private void Expect(char character)
    {
        if (Peek() != character)
        {
            throw Unexpected();
        }

        _position++;
    }

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private void SkipSpace()
    {
        while (Peek() == ' ')
        {
            _position++;
        }
    }

    private FormatException Unexpected() => new($"line {_line}: a flow collection is not closed or not well formed");
}
