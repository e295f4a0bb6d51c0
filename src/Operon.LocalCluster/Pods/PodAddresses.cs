namespace Operon.LocalCluster.Pods;

/// <summary>The addresses a pod shows in its status.</summary>
internal sealed record PodAddresses(string Pod, string Node);
