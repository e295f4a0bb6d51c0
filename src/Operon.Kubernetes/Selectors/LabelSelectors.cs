using k8s.Models;

namespace Operon.Kubernetes;

/// <summary>Label selectors in the form of <see cref="ListOptions.LabelSelector"/>.</summary>
public static class LabelSelectors
{
    /// <summary>Objects with these labels and values.</summary>
    public static string Matching(IEnumerable<KeyValuePair<string, string>> labels) =>
        string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    /// <summary>Objects that have all these labels, whatever the values.</summary>
    public static string Having(params IEnumerable<string> labels) => string.Join(',', labels);

    /// <summary>
    /// The text of a selector object. An empty selector matches everything. Throws <see cref="ArgumentException"/> for an operator Kubernetes does not have.
    /// </summary>
    public static string From(V1LabelSelector selector)
    {
        var parts = (selector.MatchExpressions ?? []).Select(Requirement);
        return selector.MatchLabels is { Count: > 0 } labels ? string.Join(',', parts.Prepend(Matching(labels))) : string.Join(',', parts);
    }

    private static string Requirement(V1LabelSelectorRequirement requirement) => requirement.OperatorProperty switch
    {
        "In" => $"{requirement.Key} in ({string.Join(',', requirement.Values)})",
        "NotIn" => $"{requirement.Key} notin ({string.Join(',', requirement.Values)})",
        "Exists" => requirement.Key,
        "DoesNotExist" => $"!{requirement.Key}",
        var other => throw new ArgumentException($"matchExpressions of key '{requirement.Key}': operator '{other}' is not In, NotIn, Exists or DoesNotExist.", nameof(requirement)),
    };
}
