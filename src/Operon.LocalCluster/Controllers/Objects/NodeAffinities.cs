using System.Globalization;
using k8s.Models;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Node selectors: terms are alternatives, the requirements of a term must all hold.</summary>
internal static class NodeAffinities
{
    public static bool Matches(V1NodeSelector? selector, V1Node node) =>
        selector is null || (selector.NodeSelectorTerms ?? []).Any(t => Matches(t, node));

    public static bool Matches(V1NodeSelectorTerm term, V1Node node)
    {
        var expressions = term.MatchExpressions ?? [];
        var fields = term.MatchFields ?? [];
        return (expressions.Count > 0 || fields.Count > 0)
            && expressions.All(e => Matches(e, Label(node, e.Key)))
            && fields.All(f => Matches(f, f.Key == "metadata.name" ? node.Metadata.Name : null));
    }

    private static string? Label(V1Node node, string key) =>
        node.Metadata.Labels is { } labels && labels.TryGetValue(key, out var value) ? value : null;

    private static bool Matches(V1NodeSelectorRequirement requirement, string? value) => requirement.OperatorProperty switch
    {
        "In" => value is not null && requirement.Values.Contains(value),
        "NotIn" => value is null || !requirement.Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(requirement, value) is > 0,
        "Lt" => Compare(requirement, value) is < 0,
        _ => false,
    };

    private static int? Compare(V1NodeSelectorRequirement requirement, string? value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var left)
        && long.TryParse(requirement.Values.FirstOrDefault(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right) : null;
}
