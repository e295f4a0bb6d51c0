using k8s.Models;
using Operon.LocalCluster.Controllers.Objects;

namespace Operon.LocalCluster.Controllers.Namespaces;

/// <summary>The five conditions of a namespace that is being deleted.</summary>
internal static class NamespaceConditions
{
    public static List<V1NamespaceCondition> Of(V1Namespace target, NamespaceContent content, string? discoveryFailure, DateTimeOffset now)
    {
        var time = Times.ToSeconds(now);
        return
        [
            Condition("NamespaceDeletionDiscoveryFailure", discoveryFailure is not null,
                discoveryFailure is null ? "ResourcesDiscovered" : "DiscoveryFailed",
                discoveryFailure is null ? "All resources successfully discovered" : $"Discovery failed for some groups: {discoveryFailure}"),
            Condition("NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed"),
            Condition("NamespaceDeletionContentFailure", content.Failures.Count > 0,
                content.Failures.Count > 0 ? "ContentDeletionFailed" : "ContentDeleted",
                content.Failures.Count > 0
                    ? $"Failed to delete all resource types, {content.Failures.Count} remaining: {string.Join(", ", content.Failures)}"
                    : "All content successfully deleted, may be waiting on finalization"),
            Condition("NamespaceContentRemaining", content.Remaining.Count > 0,
                content.Remaining.Count > 0 ? "SomeResourcesRemain" : "ContentRemoved",
                content.Remaining.Count > 0
                    ? "Some resources are remaining: " + string.Join(", ", content.Remaining.Select(r => $"{r.Key} has {r.Value} resource instances"))
                    : "All content successfully removed"),
            Condition("NamespaceFinalizersRemaining", content.Finalizers.Count > 0,
                content.Finalizers.Count > 0 ? "SomeFinalizersRemain" : "ContentHasNoFinalizers",
                content.Finalizers.Count > 0
                    ? "Some content in the namespace has finalizers remaining: " + string.Join(", ", content.Finalizers.Select(f => $"{f.Key} in {f.Value} resource instances"))
                    : "All content-preserving finalizers finished"),
        ];

        V1NamespaceCondition Condition(string type, bool holds, string reason, string message)
        {
            var status = holds ? "True" : "False";
            var before = target.Status?.Conditions?.FirstOrDefault(c => c.Type == type);
            return new V1NamespaceCondition
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                LastTransitionTime = before?.Status == status ? before.LastTransitionTime : time,
            };
        }
    }
}
