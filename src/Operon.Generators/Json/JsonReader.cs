using System.Globalization;
using System.Text;

namespace Operon.Generators;

/// <summary>Reads one JSON document strictly.</summary>
internal sealed class JsonReader
{
    private readonly string _text;
    private int _position;

    private JsonReader(string text) => _text = text;

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">It is not one JSON value; the message says what was found where.</exception>
    public static JsonNode Parse(string text)
    {
        var reader = new JsonReader(text);
        var value = reader.Value();
        reader.SkipSpace();
        return reader._position == text.Length ? value : throw reader.Unexpected("the end");
    }

    private JsonNode Value()
    {
        SkipSpace();
        return Peek() switch
        {
            '{' => Object(),
            '[' => Array(),
            '"' => new JsonText(Text()),
            't' => Word("true", new JsonBoolean(true)),
            'f' => Word("false", new JsonBoolean(false)),
            'n' => Word("null", JsonNull.Instance),
            _ => Number(),
        };
    }

    private JsonObject Object()
    {
        var members = new JsonObject();
        Expect('{');
        SkipSpace();
        while (Peek() != '}')
        {
            SkipSpace();
            var key = Text();
            SkipSpace();
            Expect(':');
            members[key] = Value();
            SkipSpace();
            if (Peek() == '}')
            {
                break;
            }

            Expect(',');
            SkipSpace();
            if (Peek() == '}')
            {
                throw Unexpected("a key");
            }
        }

        Expect('}');
        return members;
    }

    private JsonArray Array()
    {
        var items = new JsonArray();
        Expect('[');
        SkipSpace();
        if (Peek() != ']')
        {
            items.Add(Value());
            SkipSpace();
            while (Peek() == ',')
            {
                _position++;
                items.Add(Value());
                SkipSpace();
            }
        }

        Expect(']');
        return items;
    }

    private string Text()
    {
        Expect('"');
        var text = new StringBuilder();
        while (Peek() is var character && character != '"')
        {
            _position++;
            text.Append(character switch
            {
                '\\' => Escaped(),
                < ' ' => throw Unexpected("a closing quote"),
                _ => character,
            });
        }

        _position++;
        return text.ToString();
    }

    private char Escaped()
    {
        var character = Peek();
        _position++;
        switch (character)
        {
            case '"' or '\\' or '/':
                return character;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _position + 4 <= _text.Length
                && ushort.TryParse(_text.Substring(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _position += 4;
                return (char)code;
            default:
                throw Unexpected("an escape sequence");
        }
    }

    private JsonNumber Number()
    {
        var start = _position;
        while (_position < _text.Length && (char.IsDigit(_text[_position]) || "+-.eE".IndexOf(_text[_position]) >= 0))
        {
            _position++;
        }

        var literal = _text.Substring(start, _position - start);
        return literal.Length > 0 && literal[0] != '+' && double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? JsonNumber.Parse(literal)
            : throw Unexpected("a value");
    }

    private JsonNode Word(string word, JsonNode value)
    {
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0)
        {
            throw Unexpected("a value");
        }

        _position += word.Length;
        return value;
    }

    private void Expect(char character)
    {
        if (Peek() != character)
        {
            throw Unexpected($"'{character}'");
        }

        _position++;
    }

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\n' or '\r')
        {
            _position++;
        }
    }

    private FormatException Unexpected(string wanted) => new(
        _position < _text.Length ? $"expected {wanted}, found '{_text[_position]}' at character {_position + 1}" : $"expected {wanted}, found the end");
}
