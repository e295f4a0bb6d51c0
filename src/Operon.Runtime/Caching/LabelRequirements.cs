namespace Operon.Runtime;

/// <summary>A label selector in the form the API takes: <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>.</summary>
internal sealed class LabelRequirements
{
    private readonly List<LabelRequirement> _requirements;

    private LabelRequirements(List<LabelRequirement> requirements) => _requirements = requirements;

    public static LabelRequirements Everything { get; } = new([]);

    /// <summary>The requirement, if any, that a label index on its key answers.</summary>
    public IEnumerable<(string Key, string Value)> Exact =>
        _requirements.Where(one => one is { IsNegated: false, Values: [_] }).Select(one => (one.Key, one.Values![0]));

    /// <summary>Throws <see cref="FormatException"/>, which names the part that is wrong.</summary>
    public static LabelRequirements Parse(string? selector) =>
        string.IsNullOrWhiteSpace(selector) ? Everything : new LabelRequirements([.. Parts(selector).Select(LabelRequirement.Parse)]);

    public bool Match(IDictionary<string, string>? labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Match(labels))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Splits at the commas outside of parentheses.</summary>
    private static IEnumerable<string> Parts(string selector)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i <= selector.Length; i++)
        {
            if (i == selector.Length || (selector[i] == ',' && depth == 0))
            {
                yield return selector[start..i].Trim();
                start = i + 1;
            }
            else
            {
                depth += selector[i] switch { '(' => 1, ')' => -1, _ => 0 };
            }
        }
    }
}
