using System.Buffers;

namespace Operon.Runtime;

/// <summary>One part of a label selector. <paramref name="Values"/> null: the label has to be there (or, negated, has not).</summary>
internal sealed record LabelRequirement(string Key, bool IsNegated, IReadOnlyList<string>? Values)
{
    private static readonly SearchValues<char> _reserved = SearchValues.Create(" ()!=<>");

    public static LabelRequirement Parse(string part)
    {
        if (part.StartsWith('!'))
        {
            return Create(part, part[1..], isNegated: true, null);
        }

        if (part.EndsWith(')') && part.IndexOf('(', StringComparison.Ordinal) is var open and > 0)
        {
            var words = part[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var values = part[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
            return words is [var key, "in" or "notin"] ? Create(part, key, words[1] == "notin", values) : throw Wrong(part);
        }

        if (part.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            var isNegated = part[equals - 1] == '!';
            return Create(part, part[..(isNegated ? equals - 1 : equals)], isNegated, [part[equals..].TrimStart('=').Trim()]);
        }

        return Create(part, part, isNegated: false, null);
    }

    public bool Match(IDictionary<string, string>? labels)
    {
        string? value = null;
        var isThere = labels is not null && labels.TryGetValue(Key, out value);
        return (Values is null ? isThere : isThere && Values.Contains(value!, StringComparer.Ordinal)) != IsNegated;
    }

    private static LabelRequirement Create(string part, string key, bool isNegated, IReadOnlyList<string>? values)
    {
        key = key.Trim();
        return key.Length > 0 && !key.AsSpan().ContainsAny(_reserved) ? new LabelRequirement(key, isNegated, values) : throw Wrong(part);
    }

    private static FormatException Wrong(string part) =>
        new($"'{part}' is not a label requirement; write key=value, key!=value, key in (a,b), key notin (a,b), key or !key.");
}
