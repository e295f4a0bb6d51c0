using System.Globalization;

namespace Operon.ApiServer.Selectors;

/// <summary>
/// The grammar of the query string: comma-separated <c>key</c>, <c>!key</c>, <c>key = v</c>, <c>key == v</c>, <c>key != v</c>,
/// <c>key in (a,b)</c>, <c>key notin (a,b)</c>, <c>key &gt; 1</c>, <c>key &lt; 1</c>.
/// </summary>
internal sealed class LabelSelectorParser(string text)
{
    private int _position;

    public List<LabelRequirement> Parse()
    {
        List<LabelRequirement> requirements = [];
        if (Peek() is null)
        {
            return requirements;
        }
        while (true)
        {
            requirements.Add(Requirement());
            switch (Take())
            {
                case null:
                    return [.. requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal)];
                case ",":
                    var next = Peek();
                    if (next is null || (next != "!" && !IsWord(next)))
                    {
                        throw Unexpected(next, "identifier after ','");
                    }
                    break;
                case var other:
                    throw Unexpected(other, "',' or 'end of string'");
            }
        }
    }

    private LabelRequirement Requirement()
    {
        if (Peek() == "!")
        {
            Take();
            var absent = Key();
            return new LabelRequirement(absent, LabelOperator.DoesNotExist, []);
        }
        var key = Key();
        if (Peek() is null or ",")
        {
            return new LabelRequirement(key, LabelOperator.Exists, []);
        }
        switch (Take())
        {
            case "=" or "==":
                return new LabelRequirement(key, LabelOperator.Equal, [Checked(ExactValue())]);
            case "!=":
                return new LabelRequirement(key, LabelOperator.NotEqual, [Checked(ExactValue())]);
            case "in":
                return new LabelRequirement(key, LabelOperator.In, Values());
            case "notin":
                return new LabelRequirement(key, LabelOperator.NotIn, Values());
            case ">":
                return new LabelRequirement(key, LabelOperator.GreaterThan, [Integer()]);
            case "<":
                return new LabelRequirement(key, LabelOperator.LessThan, [Integer()]);
            case var other:
                throw Unexpected(other, "in, notin, =, ==, !=, gt, lt");
        }
    }

    private string Key()
    {
        var key = Take();
        if (key is null || !IsWord(key))
        {
            throw Unexpected(key, "identifier");
        }
        return LabelSyntax.KeyError(key) is { } error
            ? throw new SelectorException($"unable to parse requirement: <nil>: Invalid value: \"{key}\": {error}")
            : key;
    }

    /// <summary>The value may be missing: <c>key=</c> asks for the empty value.</summary>
    private string ExactValue()
    {
        if (Peek() is null or ",")
        {
            return "";
        }
        var value = Take()!;
        return IsWord(value) ? value : throw Unexpected(value, "identifier");
    }

    private string Integer()
    {
        var value = ExactValue();
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? value
            : throw new SelectorException($"unable to parse requirement: values[0]: Invalid value: \"{value}\": for 'Gt', 'Lt' operators, the value must be an integer");
    }

    private string[] Values()
    {
        if (Take() is var open && open != "(")
        {
            throw Unexpected(open, "'('");
        }
        SortedSet<string> values = new(StringComparer.Ordinal);
        while (true)
        {
            var token = Peek();
            if (token is "," or ")")
            {
                values.Add("");
            }
            else if (token is not null && IsWord(token))
            {
                values.Add(Checked(Take()!));
            }
            else
            {
                throw Unexpected(token, "',', ')' or identifier");
            }
            switch (Take())
            {
                case ")":
                    return [.. values];
                case ",":
                    continue;
                case var other:
                    throw Unexpected(other, "',' or ')'");
            }
        }
    }

    private static string Checked(string value) => LabelSyntax.ValueError(value) is { } error
        ? throw new SelectorException($"unable to parse requirement: values[0]: Invalid value: \"{value}\": {error}")
        : value;

    private string? Peek()
    {
        var before = _position;
        var token = Take();
        _position = before;
        return token;
    }

    private string? Take()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' or '\r' or '\n')
        {
            _position++;
        }
        if (_position >= text.Length)
        {
            return null;
        }
        var start = _position;
        if (IsSymbol(text[_position]))
        {
            _position++;
            if (text[start] is '=' or '!' && _position < text.Length && text[_position] == '=')
            {
                _position++;
            }
        }
        else
        {
            while (_position < text.Length && !IsSymbol(text[_position]) && text[_position] is not (' ' or '\t' or '\r' or '\n'))
            {
                _position++;
            }
        }
        return text[start.._position];
    }

    private static bool IsSymbol(char c) => c is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static bool IsWord(string token) => !IsSymbol(token[0]);

    private static SelectorException Unexpected(string? found, string expected) =>
        new($"unable to parse requirement: found '{found}', expected: {expected}");
}
