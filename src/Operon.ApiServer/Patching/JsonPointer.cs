using System.Globalization;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Patching;

/// <summary>A JSON pointer (RFC 6901) and the four things a JSON patch does at its place.</summary>
internal sealed class JsonPointer
{
    private readonly string _text;
    private readonly string[] _tokens;

    private JsonPointer(string text, string[] tokens)
    {
        _text = text;
        _tokens = tokens;
    }

    public bool IsRoot => _tokens.Length == 0;

    public static JsonPointer Parse(string text)
    {
        if (text.Length == 0)
        {
            return new JsonPointer(text, []);
        }
        if (text[0] != '/')
        {
            throw PatchException.Invalid($"the JSON pointer \"{text}\" must start with \"/\"");
        }
        var tokens = text[1..].Split('/');
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = tokens[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }
        return new JsonPointer(text, tokens);
    }

    /// <summary>True when <paramref name="other"/> lies below this place.</summary>
    public bool IsProperPrefixOf(JsonPointer other) =>
        _tokens.Length < other._tokens.Length && _tokens.AsSpan().SequenceEqual(other._tokens.AsSpan(0, _tokens.Length));

    public JsonNode? Get(JsonNode? document, string operation)
    {
        var node = document;
        foreach (var token in _tokens)
        {
            node = Step(node, token, operation);
        }
        return node;
    }

    public JsonNode? Add(JsonNode? document, JsonNode? value)
    {
        if (IsRoot)
        {
            return value;
        }
        switch (Parent(document, "add"))
        {
            case JsonObject map:
                map[_tokens[^1]] = value;
                break;
            case JsonArray array:
                array.Insert(_tokens[^1] == "-" ? array.Count : Index(_tokens[^1], array.Count, "add"), value);
                break;
            default:
                throw Missing("add");
        }
        return document;
    }

    public JsonNode? Replace(JsonNode? document, JsonNode? value)
    {
        if (IsRoot)
        {
            return value;
        }
        switch (Parent(document, "replace"))
        {
            case JsonObject map when map.ContainsKey(_tokens[^1]):
                map[_tokens[^1]] = value;
                break;
            case JsonArray array:
                array[Index(_tokens[^1], array.Count - 1, "replace")] = value;
                break;
            default:
                throw Missing("replace");
        }
        return document;
    }

    public JsonNode? Remove(JsonNode? document, string operation)
    {
        if (IsRoot)
        {
            return null;
        }
        switch (Parent(document, operation))
        {
            case JsonObject map when map.Remove(_tokens[^1]):
                break;
            case JsonArray array:
                array.RemoveAt(Index(_tokens[^1], array.Count - 1, operation));
                break;
            default:
                throw Missing(operation);
        }
        return document;
    }

    private JsonNode? Parent(JsonNode? document, string operation)
    {
        var node = document;
        foreach (var token in _tokens.AsSpan(0, _tokens.Length - 1))
        {
            node = Step(node, token, operation);
        }
        return node;
    }

    private JsonNode? Step(JsonNode? node, string token, string operation) => node switch
    {
        JsonObject map when map.TryGetPropertyValue(token, out var value) => value,
        JsonArray array => array[Index(token, array.Count - 1, operation)],
        _ => throw Missing(operation),
    };

    private int Index(string token, int highest, string operation)
    {
        var canonical = token.Length > 0 && (token.Length == 1 || token[0] != '0');
        if (!canonical || !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            throw PatchException.Invalid($"{operation} operation does not apply: \"{token}\" in path \"{_text}\" is no array index");
        }
        return index <= highest
            ? index
            : throw PatchException.Invalid($"{operation} operation does not apply: index {index} in path \"{_text}\" is out of bounds");
    }

    private PatchException Missing(string operation) =>
        PatchException.Invalid($"{operation} operation does not apply: doc is missing path: \"{_text}\": missing value");
}
