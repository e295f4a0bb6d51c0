using System.Globalization;

namespace Operon.ApiServer.Selectors;

/// <summary>One term of a label selector. A label that is absent satisfies the negative operators.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    public bool Matches(string? value) => Operator switch
    {
        LabelOperator.In or LabelOperator.Equal => value is not null && Values.Contains(value),
        LabelOperator.NotIn or LabelOperator.NotEqual => value is null || !Values.Contains(value),
        LabelOperator.Exists => value is not null,
        LabelOperator.DoesNotExist => value is null,
        LabelOperator.GreaterThan => Number(value) is { } left && Number(Values[0]) is { } right && left > right,
        _ => Number(value) is { } left && Number(Values[0]) is { } right && left < right,
    };

    /// <summary>The query-string form, as the scale subresource shows it.</summary>
    public override string ToString() => Operator switch
    {
        LabelOperator.Equal => $"{Key}={Values[0]}",
        LabelOperator.NotEqual => $"{Key}!={Values[0]}",
        LabelOperator.In => $"{Key} in ({Sorted()})",
        LabelOperator.NotIn => $"{Key} notin ({Sorted()})",
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => "!" + Key,
        LabelOperator.GreaterThan => $"{Key}>{Values[0]}",
        _ => $"{Key}<{Values[0]}",
    };

    private string Sorted() => string.Join(',', Values.Order(StringComparer.Ordinal));

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
