using System.Text.RegularExpressions;

namespace Operon.Generators;

/// <summary>Label selectors as on the command line, to the LabelSelector of manifests.</summary>
internal static class LabelSelectorText
{
    private const string Key = @"(?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private const string Value = @"(?:[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
    private static readonly Regex _set = new($@"^(?<key>{Key})\s+(?<operator>in|notin)\s*\((?<values>[^()]*)\)$", RegexOptions.CultureInvariant);
    private static readonly Regex _equality = new($@"^(?<key>{Key})\s*(?<operator>==|=|!=)\s*(?<value>{Value})$", RegexOptions.CultureInvariant);
    private static readonly Regex _existence = new($@"^(?<not>!\s*)?(?<key>{Key})$", RegexOptions.CultureInvariant);
    private static readonly Regex _value = new($"^{Value}$", RegexOptions.CultureInvariant);

    /// <summary>The selector; null when the text is none, and then <paramref name="problem"/> quotes the part that is wrong.</summary>
    public static JsonObject? Parse(string text, out string problem)
    {
        problem = "";
        var labels = new JsonObject();
        var expressions = new JsonArray();
        foreach (var part in Split(text))
        {
            if (_equality.Match(part) is { Success: true } equality && equality.Groups["operator"].Value != "!=")
            {
                labels[equality.Groups["key"].Value] = equality.Groups["value"].Value;
            }
            else if (Expression(part) is { } expression)
            {
                expressions.Add(expression);
            }
            else
            {
                problem = part;
                return null;
            }
        }

        var selector = new JsonObject();
        if (labels.Count > 0)
        {
            selector["matchLabels"] = labels;
        }

        if (expressions.Count > 0)
        {
            selector["matchExpressions"] = expressions;
        }

        return selector;
    }

    private static JsonObject? Expression(string part)
    {
        if (_set.Match(part) is { Success: true } set)
        {
            string[] values = [.. set.Groups["values"].Value.Split(',').Select(value => value.Trim())];
            return values.All(value => _value.IsMatch(value)) ? Requirement(set.Groups["key"].Value, set.Groups["operator"].Value == "in" ? "In" : "NotIn", values) : null;
        }

        if (_equality.Match(part) is { Success: true } unequal)
        {
            return Requirement(unequal.Groups["key"].Value, "NotIn", [unequal.Groups["value"].Value]);
        }

        return _existence.Match(part) is { Success: true } existence
            ? Requirement(existence.Groups["key"].Value, existence.Groups["not"].Success ? "DoesNotExist" : "Exists", [])
            : null;
    }

    private static JsonObject Requirement(string key, string @operator, string[] values)
    {
        var requirement = new JsonObject { { "key", key }, { "operator", @operator } };
        if (values.Length > 0)
        {
            requirement["values"] = new JsonArray(values);
        }

        return requirement;
    }

    // Commas inside of parentheses separate values.
    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                yield return text.Substring(start, i - start).Trim();
                start = i + 1;
            }
            else
            {
                depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            }
        }
    }
}
