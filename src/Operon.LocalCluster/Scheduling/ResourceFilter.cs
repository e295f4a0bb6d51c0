using k8s.Models;

namespace Operon.LocalCluster.Scheduling;

internal sealed class ResourceFilter : INodeFilter, INodeScore
{
    private static readonly string[] _balanced = ["cpu", "memory"];

    public IEnumerable<string> Reject(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        var placed = cluster.PodsOn(node);
        var allocatable = node.Status?.Allocatable;
        if (Amount(allocatable, "pods") is { } pods && placed.Count + 1 > pods)
        {
            yield return "Too many pods";
        }

        foreach (var (resource, wanted) in Requests(pod))
        {
            if (wanted > 0 && placed.Sum(p => Requests(p).GetValueOrDefault(resource)) + wanted > (Amount(allocatable, resource) ?? 0))
            {
                yield return $"Insufficient {resource}";
            }
        }
    }

    /// <summary>More free capacity is better.</summary>
    public double Score(V1Pod pod, V1Node node, ClusterSnapshot cluster)
    {
        var placed = cluster.PodsOn(node);
        return _balanced.Average(resource =>
        {
            var all = Amount(node.Status?.Allocatable, resource) ?? 0;
            var used = placed.Append(pod).Sum(p => Requests(p).GetValueOrDefault(resource));
            return all == 0 ? 0 : (double)Math.Max(0, (all - used) / all) * 100;
        });
    }

    /// <summary>What the containers ask for together; an init container counts when it asks for more than all of them.</summary>
    public static Dictionary<string, decimal> Requests(V1Pod pod)
    {
        var total = new Dictionary<string, decimal>();
        var sidecars = (pod.Spec.InitContainers ?? []).Where(c => c.RestartPolicy == "Always");
        foreach (var (name, amount) in pod.Spec.Containers.Concat(sidecars).SelectMany(Of))
        {
            total[name] = total.GetValueOrDefault(name) + amount;
        }

        foreach (var (name, amount) in (pod.Spec.InitContainers ?? []).SelectMany(Of))
        {
            total[name] = Math.Max(total.GetValueOrDefault(name), amount);
        }

        foreach (var (name, amount) in pod.Spec.Overhead ?? new Dictionary<string, ResourceQuantity>())
        {
            total[name] = total.GetValueOrDefault(name) + amount.ToDecimal();
        }

        return total;
    }

    private static IEnumerable<(string Name, decimal Amount)> Of(V1Container container) =>
        (container.Resources?.Requests ?? new Dictionary<string, ResourceQuantity>()).Select(r => (r.Key, r.Value.ToDecimal()));

    private static decimal? Amount(IDictionary<string, ResourceQuantity>? resources, string name) =>
        resources is not null && resources.TryGetValue(name, out var quantity) ? quantity.ToDecimal() : null;
}
