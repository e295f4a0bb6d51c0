using k8s.Models;

namespace Operon.LocalCluster.Pods;

/// <summary>Where a pod keeps its files: <c>pods/UID</c> and <c>logs/NAMESPACE_NAME_UID</c> of the data directory.</summary>
internal sealed class PodDirectories(string dataDirectory, V1Pod pod)
{
    public string Root { get; } = Path.Combine(dataDirectory, "pods", pod.Metadata.Uid);

    public string Logs { get; } = Path.Combine(dataDirectory, "logs", $"{pod.Metadata.NamespaceProperty}_{pod.Metadata.Name}_{pod.Metadata.Uid}");

    /// <summary>hosts, resolv.conf, passwd and the like.</summary>
    public string Etc => Path.Combine(Root, "etc");

    public string Volume(string name) => Path.Combine(Root, "volumes", name);

    public string TerminationMessage(string container) => Path.Combine(Root, "containers", container, "termination-log");

    public string Log(string container, int restart) => Path.Combine(Logs, container, FormattableString.Invariant($"{restart}.log"));
}
