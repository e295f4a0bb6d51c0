using System.Text;

namespace Operon.ApiServer.Selectors;

/// <summary>
/// A field selector: comma-separated <c>field=value</c>, <c>field==value</c>, <c>field!=value</c>; <c>\,</c>, <c>\=</c> and <c>\\</c> escape in values.
/// Which fields a kind supports is the strategy's business.
/// </summary>
internal sealed class FieldSelector(IReadOnlyList<FieldRequirement> requirements)
{
    public static FieldSelector Everything { get; } = new([]);

    public IReadOnlyList<FieldRequirement> Requirements { get; } = requirements;

    public bool IsEmpty => Requirements.Count == 0;

    /// <summary>Throws <see cref="SelectorException"/>.</summary>
    public static FieldSelector Parse(string text)
    {
        List<FieldRequirement> requirements = [];
        foreach (var term in Terms(text))
        {
            if (term.Length > 0)
            {
                requirements.Add(Requirement(text, term));
            }
        }
        return new FieldSelector(requirements);
    }

    /// <summary>The value one field must have, such as <c>metadata.name</c>, when the selector pins it.</summary>
    public string? RequiredValue(string field) =>
        Requirements.FirstOrDefault(requirement => requirement.Field == field && !requirement.Negated)?.Value;

    /// <summary>Asks for each field's value; null counts as empty.</summary>
    public bool Matches(Func<string, string?> field) => Requirements.All(requirement => requirement.Matches(field(requirement.Field)));

    public override string ToString() => string.Join(',', Requirements);

    public static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);

    private static IEnumerable<string> Terms(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ',')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }

    private static FieldRequirement Requirement(string selector, string term)
    {
        for (var i = 0; i < term.Length; i++)
        {
            var rest = term.AsSpan(i);
            var length = rest.StartsWith("!=") || rest.StartsWith("==") ? 2 : rest[0] == '=' ? 1 : 0;
            if (length > 0)
            {
                return new FieldRequirement(term[..i], rest[0] == '!', Unescape(term[(i + length)..]));
            }
        }
        throw new SelectorException($"invalid selector: '{selector}'; can't understand '{term}'");
    }

    private static string Unescape(string value)
    {
        var result = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '\\' when i + 1 < value.Length && value[i + 1] is '\\' or ',' or '=':
                    result.Append(value[++i]);
                    break;
                case '\\' when i + 1 < value.Length:
                    throw new SelectorException($"invalid field selector: invalid escape sequence: \\{value[i + 1]}");
                case '\\':
                    throw new SelectorException("invalid field selector: unterminated escape sequence");
                case ',' or '=':
                    throw new SelectorException($"invalid field selector: unescaped character in value: {value[i]}");
                default:
                    result.Append(value[i]);
                    break;
            }
        }
        return result.ToString();
    }
}
