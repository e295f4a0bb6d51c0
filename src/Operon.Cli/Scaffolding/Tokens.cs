using System.Text.RegularExpressions;

namespace Operon.Cli.Scaffolding;

/// <summary>The whole template language: <c>__name__</c> is replaced, in paths and in texts. A name without a value is a defect of the template.</summary>
internal sealed partial class Tokens(IReadOnlyDictionary<string, string> values)
{
    public string Apply(string text) => Token().Replace(text, match =>
        values.TryGetValue(match.Groups[1].Value, out var value)
            ? value
            : throw new InvalidOperationException($"The template names {match.Value}, which has no value."));

    public Tokens With(params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(values, StringComparer.Ordinal);
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return new Tokens(all);
    }

    // Neighbouring tokens share no underscore: __Kind____Version__.
    [GeneratedRegex("__([A-Za-z]+)__")]
    private static partial Regex Token();
}
