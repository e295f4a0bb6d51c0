using System.Text;

namespace Operon.Generators;

/// <summary>
/// Reads the YAML definitions are written in: block mappings and sequences, flow collections, quoted, plain and block scalars. Anchors,
/// tags and several documents are refused, for no tool that writes definitions uses them.
/// </summary>
internal sealed class YamlReader
{
    private readonly string[] _raw;
    private readonly List<YamlLine> _lines = [];
    private int _next;

    private YamlReader(string text)
    {
        _raw = text.Replace("\r\n", "\n").Split('\n');
        for (var index = 0; index < _raw.Length; index++)
        {
            var line = _raw[index].TrimEnd();
            var content = line.TrimStart(' ');
            if (content.Length > 0 && content[0] != '#')
            {
                _lines.Add(new YamlLine(index + 1, line.Length - content.Length, content));
            }
        }
    }

    /// <summary>Reads the first document.</summary>
    /// <exception cref="FormatException">It is not YAML of the kind that is read; the message names the line.</exception>
    public static JsonNode Parse(string text)
    {
        var reader = new YamlReader(text);
        if (reader._lines.Count > 0 && reader._lines[0].Text == "---")
        {
            reader._next++;
        }

        if (reader._next >= reader._lines.Count)
        {
            throw new FormatException("the file is empty");
        }

        var value = reader.Block(reader._lines[reader._next].Indent);
        return reader._next >= reader._lines.Count || reader._lines[reader._next].Text is "---" or "..." ? value : throw reader.Unexpected();
    }

    private JsonNode Block(int indent)
    {
        var line = _lines[_next];
        if (IsItem(line.Text))
        {
            return Sequence(indent);
        }

        return KeyEnd(line.Text) >= 0 ? Mapping(indent) : Flow(indent);
    }

    private JsonArray Sequence(int indent)
    {
        var items = new JsonArray();
        while (_next < _lines.Count && _lines[_next] is var line && line.Indent == indent && IsItem(line.Text))
        {
            var content = line.Text.Substring(1).TrimStart();
            if (content.Length == 0)
            {
                _next++;
                items.Add(Nested(indent));
            }
            else
            {
                // What follows the dash is a line of its own, as deep as it stands.
                var inner = indent + line.Text.Length - content.Length;
                _lines[_next] = line with { Indent = inner, Text = content };
                items.Add(Block(inner));
            }
        }

        return items;
    }

    private JsonObject Mapping(int indent)
    {
        var members = new JsonObject();
        while (_next < _lines.Count && _lines[_next] is var line && line.Indent == indent && !IsItem(line.Text) && line.Text is not ("---" or "..."))
        {
            var end = KeyEnd(line.Text);
            if (end < 0)
            {
                throw Unexpected();
            }

            var key = Scalar(line.Text.Substring(0, end)) is JsonText text ? text.Value : line.Text.Substring(0, end);
            var rest = WithoutComment(line.Text.Substring(end + 1).Trim());
            if (rest.Length == 0)
            {
                _next++;
                // A sequence may stand as deep as the key it belongs to.
                members[key] = _next < _lines.Count && _lines[_next].Indent == indent && IsItem(_lines[_next].Text) ? Sequence(indent) : Nested(indent);
            }
            else if (rest[0] is '|' or '>')
            {
                members[key] = BlockScalar(line.Number, indent, rest);
            }
            else
            {
                _lines[_next] = line with { Text = rest };
                members[key] = Flow(indent);
            }
        }

        return members;
    }

    private JsonNode Nested(int indent) => _next < _lines.Count && _lines[_next].Indent > indent ? Block(_lines[_next].Indent) : JsonNull.Instance;

    /// <summary>A scalar or flow collection, with the deeper lines that go on with it.</summary>
    private JsonNode Flow(int indent)
    {
        var text = new StringBuilder(_lines[_next].Text);
        var number = _lines[_next++].Number;
        while (_next < _lines.Count && _lines[_next].Indent > indent)
        {
            text.Append(' ').Append(_lines[_next++].Text);
        }

        var value = text.ToString();
        if (value[0] is '&' or '*' or '!')
        {
            throw new FormatException($"line {number}: anchors and tags are not read");
        }

        return value[0] is '{' or '[' ? YamlFlow.Parse(value, number) : Scalar(WithoutComment(value));
    }

    private JsonText BlockScalar(int number, int indent, string header)
    {
        var lines = new List<string>();
        var end = number;
        while (end < _raw.Length && (_raw[end].Trim().Length == 0 || _raw[end].Length - _raw[end].TrimStart(' ').Length > indent))
        {
            lines.Add(_raw[end++]);
        }

        while (_next < _lines.Count && _lines[_next].Number <= end)
        {
            _next++;
        }

        var depth = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty(0).Min();
        var texts = lines.Select(line => line.Length > depth ? line.Substring(depth) : "").ToList();
        var text = header[0] == '|' ? string.Join("\n", texts) : YamlFlow.Fold(texts);
        return new JsonText(header.Contains('-') ? text.TrimEnd('\n') : text.TrimEnd('\n') + "\n");
    }

    private static bool IsItem(string text) => text == "-" || text.StartsWith("- ", StringComparison.Ordinal);

    /// <summary>Where the colon after a key stands; negative when the line is no entry.</summary>
    private static int KeyEnd(string text)
    {
        var index = 0;
        if (text[0] is '"' or '\'')
        {
            index = YamlFlow.EndOfQuoted(text, 0);
            return index >= 0 && index + 1 < text.Length && text[index + 1] == ':' ? index + 1 : -1;
        }

        if (text[0] is '{' or '[')
        {
            return -1;
        }

        while ((index = text.IndexOf(':', index)) >= 0)
        {
            if (index == text.Length - 1 || text[index + 1] == ' ')
            {
                return index;
            }

            index++;
        }

        return -1;
    }

    private static string WithoutComment(string text)
    {
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            var end = YamlFlow.EndOfQuoted(text, 0);
            return end >= 0 ? text.Substring(0, end + 1) : text;
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return text.StartsWith("#", StringComparison.Ordinal) ? "" : comment >= 0 ? text.Substring(0, comment).TrimEnd() : text;
    }

    private static JsonNode Scalar(string text) => YamlFlow.Scalar(text);

    private FormatException Unexpected() => new($"line {_lines[_next].Number}: '{_lines[_next].Text}' is not expected here");
}
