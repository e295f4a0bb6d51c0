using k8s.Models;

namespace Operon.LocalCluster.Pods;

/// <summary>The name a pod gives itself.</summary>
/// <param name="Short">Result of <c>hostname</c>.</param>
/// <param name="Full">Name within the cluster's DNS; null without a subdomain.</param>
internal sealed record PodHostName(string Short, string? Full)
{
    private const int LongestName = 63;

    public static PodHostName Of(V1Pod pod)
    {
        var name = string.IsNullOrEmpty(pod.Spec.Hostname) ? pod.Metadata.Name : pod.Spec.Hostname;
        name = name.Length > LongestName ? name[..LongestName].TrimEnd('-', '.') : name;
        var full = string.IsNullOrEmpty(pod.Spec.Subdomain)
            ? null
            : $"{name}.{pod.Spec.Subdomain}.{pod.Metadata.NamespaceProperty}.svc.{Networking.ClusterAddresses.Domain}";
        return new PodHostName(pod.Spec.SetHostnameAsFQDN == true && full is { Length: <= 64 } ? full : name, full);
    }
}
