using k8s.Models;

namespace Operon.LocalCluster.Pods;

/// <summary>The quality-of-service class of a pod, from its containers' CPU and memory requests and limits.</summary>
internal static class QualityOfService
{
    private static readonly string[] Resources = ["cpu", "memory"];

    public static string Of(V1PodSpec spec)
    {
        var containers = spec.Containers.Concat(spec.InitContainers ?? []).ToList();
        var isGuaranteed = containers.All(container => Resources.All(resource =>
            Find(container.Resources?.Limits, resource) is { } limit && (Find(container.Resources?.Requests, resource) ?? limit) == limit));
        if (isGuaranteed)
        {
            return "Guaranteed";
        }

        var hasAny = containers.Any(container => Resources.Any(resource =>
            Find(container.Resources?.Limits, resource) is not null || Find(container.Resources?.Requests, resource) is not null));
        return hasAny ? "Burstable" : "BestEffort";
    }

    private static decimal? Find(IDictionary<string, ResourceQuantity>? quantities, string resource) =>
        quantities is not null && quantities.TryGetValue(resource, out var quantity) && quantity.ToDecimal() > 0 ? quantity.ToDecimal() : null;
}
