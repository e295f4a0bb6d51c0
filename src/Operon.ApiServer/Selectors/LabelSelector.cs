using System.Text.Json.Nodes;

namespace Operon.ApiServer.Selectors;

/// <summary>A label selector: all requirements must hold. Read from a query string or from a LabelSelector object.</summary>
internal sealed class LabelSelector
{
    private readonly bool _matchesNothing;

    public LabelSelector(IReadOnlyList<LabelRequirement> requirements) => Requirements = requirements;

    private LabelSelector(bool matchesNothing)
        : this([]) => _matchesNothing = matchesNothing;

    public static LabelSelector Everything { get; } = new([]);

    public static LabelSelector Nothing { get; } = new(matchesNothing: true);

    public IReadOnlyList<LabelRequirement> Requirements { get; }

    /// <summary>True when no object can fail it.</summary>
    public bool IsEmpty => Requirements.Count == 0 && !_matchesNothing;

    /// <summary>Reads the query-string form; throws <see cref="SelectorException"/>.</summary>
    public static LabelSelector Parse(string text) => new(new LabelSelectorParser(text).Parse());

    /// <summary>
    /// Reads a meta/v1 LabelSelector (matchLabels, matchExpressions). An absent selector matches nothing, an empty one everything.
    /// </summary>
    public static LabelSelector FromLabelSelectorObject(JsonObject? selector)
    {
        if (selector is null)
        {
            return Nothing;
        }
        List<LabelRequirement> requirements = [];
        if (selector["matchLabels"] is JsonObject labels)
        {
            foreach (var (key, value) in labels)
            {
                requirements.Add(new LabelRequirement(key, LabelOperator.Equal, [Text(value) ?? ""]));
            }
        }
        if (selector["matchExpressions"] is JsonArray expressions)
        {
            foreach (var expression in expressions)
            {
                requirements.Add(FromExpression(expression as JsonObject ?? throw new SelectorException("a match expression must be an object")));
            }
        }
        return new LabelSelector([.. requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal)]);
    }

    /// <summary>Asks for each label's value; null stands for an absent label.</summary>
    public bool Matches(Func<string, string?> label) =>
        !_matchesNothing && Requirements.All(requirement => requirement.Matches(label(requirement.Key)));

    /// <summary>Matches <c>metadata.labels</c>.</summary>
    public bool Matches(JsonObject? labels) => Matches(key => Text(labels?[key]));

    public override string ToString() => string.Join(',', Requirements);

    private static LabelRequirement FromExpression(JsonObject expression)
    {
        var key = Text(expression["key"]) ?? throw new SelectorException("a match expression lacks its key");
        var values = expression["values"] is JsonArray array ? array.Select(value => Text(value) ?? "").ToArray() : [];
        var requirement = Text(expression["operator"]) switch
        {
            "In" => new LabelRequirement(key, LabelOperator.In, values),
            "NotIn" => new LabelRequirement(key, LabelOperator.NotIn, values),
            "Exists" => new LabelRequirement(key, LabelOperator.Exists, values),
            "DoesNotExist" => new LabelRequirement(key, LabelOperator.DoesNotExist, values),
            var unknown => throw new SelectorException($"\"{unknown}\" is not a valid label selector operator; use In, NotIn, Exists or DoesNotExist"),
        };
        return requirement.Operator is LabelOperator.In or LabelOperator.NotIn == (values.Length > 0)
            ? requirement
            : throw new SelectorException($"values: Invalid value: for 'in', 'notin' operators, values set can't be empty; for the others it must be (key \"{key}\")");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
