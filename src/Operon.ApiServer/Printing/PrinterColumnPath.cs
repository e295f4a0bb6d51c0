using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Operon.ApiServer.Printing;

/// <summary>
/// The restricted JSONPath of printer columns and scale paths: <c>.a.b</c>, <c>.a\.b</c>, <c>['a']</c>, <c>[0]</c>, <c>[-1]</c>, <c>[*]</c>, <c>.*</c>
/// and <c>[?(@.type=="Ready")]</c>.
/// </summary>
internal sealed class PrinterColumnPath
{
    private readonly List<Func<JsonNode?, IEnumerable<JsonNode?>>> _steps;

    private PrinterColumnPath(List<Func<JsonNode?, IEnumerable<JsonNode?>>> steps) => _steps = steps;

    /// <exception cref="FormatException">The path is outside the restricted form.</exception>
    public static PrinterColumnPath Parse(string path)
    {
        var text = path.Trim();
        if (text.StartsWith('{') && text.EndsWith('}'))
        {
            text = text[1..^1];
        }
        var steps = new List<Func<JsonNode?, IEnumerable<JsonNode?>>>();
        for (var i = text.StartsWith('$') ? 1 : 0; i < text.Length;)
        {
            i = text[i] switch
            {
                '.' => Field(text, i + 1, steps),
                '[' => Bracket(text, i, steps),
                _ when i == 0 => Field(text, i, steps),
                _ => throw new FormatException($"\"{path}\" is not a simple JSON path: unexpected '{text[i]}' at {i}"),
            };
        }
        return new PrinterColumnPath(steps);
    }

    /// <summary>The first value the path leads to; false when it leads nowhere.</summary>
    public bool TryFind(JsonNode root, out JsonNode? value)
    {
        IEnumerable<JsonNode?> found = [root];
        foreach (var step in _steps)
        {
            found = found.SelectMany(step);
        }
        using var results = found.GetEnumerator();
        var any = results.MoveNext();
        value = any ? results.Current : null;
        return any;
    }

    private static int Field(string text, int start, List<Func<JsonNode?, IEnumerable<JsonNode?>>> steps)
    {
        var name = new StringBuilder();
        var i = start;
        for (; i < text.Length && text[i] is not ('.' or '['); i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
            }
            name.Append(text[i]);
        }
        if (name.Length > 0)
        {
            steps.Add(name.ToString() == "*" ? Children : Member(name.ToString()));
        }
        else if (i < text.Length && text[i] == '.')
        {
            throw new FormatException($"\"{text}\" is not a simple JSON path: recursive descent is not supported");
        }
        return i;
    }

    private static int Bracket(string text, int start, List<Func<JsonNode?, IEnumerable<JsonNode?>>> steps)
    {
        if (string.CompareOrdinal(text, start, "[?(", 0, 3) == 0)
        {
            var end = text.IndexOf(")]", start, StringComparison.Ordinal);
            steps.Add(Filter(end < 0 ? throw Unclosed(text) : text[(start + 3)..end]));
            return end + 2;
        }
        var quote = start + 1 < text.Length && text[start + 1] is '\'' or '"' ? text[start + 1] : '\0';
        var close = quote == '\0' ? text.IndexOf(']', start) : text.IndexOf($"{quote}]", start + 2, StringComparison.Ordinal) + 1;
        if (close <= 0)
        {
            throw Unclosed(text);
        }
        var inner = text[(start + 1)..close];
        if (quote != '\0')
        {
            steps.Add(Member(inner[1..^1]));
        }
        else if (inner == "*")
        {
            steps.Add(Children);
        }
        else if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            steps.Add(node => node is JsonArray list && (index < 0 ? index + list.Count : index) is var at && at >= 0 && at < list.Count ? [list[at]] : []);
        }
        else
        {
            throw new FormatException($"\"{text}\" is not a simple JSON path: [{inner}] is not supported");
        }
        return close + 1;
    }

    private static Func<JsonNode?, IEnumerable<JsonNode?>> Filter(string condition)
    {
        foreach (var comparison in (ReadOnlySpan<string>)["==", "!=", ">=", "<=", ">", "<"])
        {
            var at = condition.IndexOf(comparison, StringComparison.Ordinal);
            if (at > 0)
            {
                var path = Parse(condition[..at].Trim().TrimStart('@'));
                var literal = condition[(at + comparison.Length)..].Trim().Trim('"', '\'');
                return node => (node as JsonArray ?? []).Where(item => item is not null && path.TryFind(item, out var value) && Compare(value, literal, comparison));
            }
        }
        var present = Parse(condition.Trim().TrimStart('@'));
        return node => (node as JsonArray ?? []).Where(item => item is not null && present.TryFind(item, out _));
    }

    private static bool Compare(JsonNode? value, string literal, string comparison)
    {
        var text = value.Scalar();
        var order = value?.GetValueKind() == JsonValueKind.Number
            && double.TryParse(text, CultureInfo.InvariantCulture, out var left) && double.TryParse(literal, CultureInfo.InvariantCulture, out var right)
                ? left.CompareTo(right)
                : string.CompareOrdinal(text, literal);
        return comparison switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            ">=" => order >= 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order < 0,
        };
    }

    private static Func<JsonNode?, IEnumerable<JsonNode?>> Member(string name) =>
        node => node is JsonObject fields && fields.TryGetPropertyValue(name, out var value) ? [value] : [];

    private static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonArray list => list,
        JsonObject fields => fields.Select(field => field.Value),
        _ => [],
    };

    private static FormatException Unclosed(string text) => new($"\"{text}\" is not a simple JSON path: a bracket is not closed");
}
