namespace Operon.Runtime;

/// <summary>The equality part of label selectors; selectors with sets are not understood (null).</summary>
internal sealed class LabelRequirements(IReadOnlyList<KeyValuePair<string, string>> pairs)
{
    public static LabelRequirements? Parse(string? selector)
    {
        if (selector is null || selector.AsSpan().ContainsAny("()!"))
        {
            return null;
        }

        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in selector.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return null;
            }

            pairs.Add(new(part[..equals].Trim(), part[equals..].TrimStart('=').Trim()));
        }

        return new LabelRequirements(pairs);
    }

    public bool Match(IDictionary<string, string>? labels) =>
        pairs.All(pair => labels is not null && labels.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
