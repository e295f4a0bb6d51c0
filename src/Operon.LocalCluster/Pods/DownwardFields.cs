using System.Globalization;
using k8s.Models;

namespace Operon.LocalCluster.Pods;

/// <summary>Values of the downward API: fields of the pod and resources of its containers.</summary>
internal static class DownwardFields
{
    /// <summary>The value of a <c>fieldRef</c>; throws <see cref="ContainerConfigException"/> for a path the API does not define.</summary>
    public static string Field(V1Pod pod, PodAddresses addresses, string path)
    {
        if (path.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket)
        {
            var key = path[(bracket + 1)..].TrimEnd(']').Trim('\'', '"');
            var map = path[..bracket] switch
            {
                "metadata.labels" => pod.Metadata.Labels,
                "metadata.annotations" => pod.Metadata.Annotations,
                _ => throw Unknown(path),
            };
            return map is not null && map.TryGetValue(key, out var found) ? found : "";
        }

        return path switch
        {
            "metadata.name" => pod.Metadata.Name,
            "metadata.namespace" => pod.Metadata.NamespaceProperty,
            "metadata.uid" => pod.Metadata.Uid,
            "metadata.labels" => Lines(pod.Metadata.Labels),
            "metadata.annotations" => Lines(pod.Metadata.Annotations),
            "spec.nodeName" => pod.Spec.NodeName,
            "spec.serviceAccountName" => pod.Spec.ServiceAccountName ?? "default",
            "status.podIP" or "status.podIPs" => addresses.Pod,
            "status.hostIP" or "status.hostIPs" => addresses.Node,
            _ => throw Unknown(path),
        };
    }

    /// <summary>The value of a <c>resourceFieldRef</c>, divided by its divisor and rounded up; a limit that is not set is the node's.</summary>
    public static string Resource(V1Pod pod, V1ResourceFieldSelector selector, string containerName)
    {
        var name = string.IsNullOrEmpty(selector.ContainerName) ? containerName : selector.ContainerName;
        var container = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new ContainerConfigException($"resourceFieldRef.containerName: the pod has no container \"{name}\"");
        if (selector.Resource.Split('.', 2) is not [var side and ("limits" or "requests"), var resource])
        {
            throw new ContainerConfigException($"resourceFieldRef.resource: \"{selector.Resource}\" is not limits.* or requests.*");
        }

        var limits = container.Resources?.Limits;
        var requests = container.Resources?.Requests;
        var quantity = side == "limits"
            ? Find(limits, resource) ?? NodeResource(resource)
            : Find(requests, resource) ?? Find(limits, resource) ?? 0;
        var divisor = selector.Divisor is { } given && given.ToDecimal() != 0 ? given.ToDecimal() : 1;
        return Math.Ceiling(quantity / divisor).ToString(CultureInfo.InvariantCulture);
    }

    private static decimal? Find(IDictionary<string, ResourceQuantity>? quantities, string resource) =>
        quantities is not null && quantities.TryGetValue(resource, out var quantity) ? quantity.ToDecimal() : null;

    private static decimal NodeResource(string resource) => resource switch
    {
        "cpu" => Environment.ProcessorCount,
        "memory" => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        _ => 0,
    };

    private static string Lines(IDictionary<string, string>? map) =>
        string.Join('\n', (map ?? new Dictionary<string, string>()).OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key}=\"{entry.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\""));

    private static ContainerConfigException Unknown(string path) => new($"fieldRef.fieldPath: \"{path}\" is not supported");
}
