using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Scheduling;

/// <summary>Which pods an (anti-)affinity term of a pod speaks about.</summary>
internal static class PodAffinityTerms
{
    public static bool Selects(V1PodAffinityTerm term, V1Pod speaker, V1Pod other, ClusterSnapshot cluster) =>
        IsInNamespaces(term, speaker, other, cluster)
        && LabelMatching.Matches(term.LabelSelector, other.Metadata.Labels)
        && (term.MatchLabelKeys ?? []).All(k => !Has(speaker, k) || Value(speaker, k) == Value(other, k))
        && (term.MismatchLabelKeys ?? []).All(k => !Has(speaker, k) || Value(speaker, k) != Value(other, k));

    private static bool IsInNamespaces(V1PodAffinityTerm term, V1Pod speaker, V1Pod other, ClusterSnapshot cluster)
    {
        var name = other.Metadata.NamespaceProperty;
        var named = term.Namespaces ?? [];
        if (named.Count == 0 && term.NamespaceSelector is null)
        {
            return name == speaker.Metadata.NamespaceProperty;
        }

        return named.Contains(name)
            || (term.NamespaceSelector is not null && cluster.Namespaces.TryGetValue(name, out var labels) && LabelMatching.Matches(term.NamespaceSelector, labels.Metadata.Labels));
    }

    private static bool Has(V1Pod pod, string key) => pod.Metadata.Labels?.ContainsKey(key) == true;

    private static string? Value(V1Pod pod, string key) => pod.Metadata.Labels is { } labels && labels.TryGetValue(key, out var value) ? value : null;
}
