using k8s.Models;

namespace Operon.LocalCluster.Controllers.Objects;

/// <summary>Label selector semantics: all terms must hold; an empty selector matches everything, an absent one nothing.</summary>
internal static class LabelMatching
{
    public static bool Matches(V1LabelSelector? selector, IDictionary<string, string>? labels)
    {
        if (selector is null)
        {
            return false;
        }

        return MatchesAll(selector.MatchLabels, labels)
            && (selector.MatchExpressions is null || selector.MatchExpressions.All(e => Matches(e, labels)));
    }

    public static bool MatchesAll(IDictionary<string, string>? required, IDictionary<string, string>? labels) =>
        required is null || required.All(r => labels is not null && labels.TryGetValue(r.Key, out var value) && value == r.Value);

    private static bool Matches(V1LabelSelectorRequirement requirement, IDictionary<string, string>? labels)
    {
        string? value = null;
        var present = labels is not null && labels.TryGetValue(requirement.Key, out value);
        return requirement.OperatorProperty switch
        {
            "In" => present && requirement.Values.Contains(value!),
            "NotIn" => !present || !requirement.Values.Contains(value!),
            "Exists" => present,
            "DoesNotExist" => !present,
            _ => false,
        };
    }
}
