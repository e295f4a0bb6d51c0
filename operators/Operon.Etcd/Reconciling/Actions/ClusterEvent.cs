namespace Operon.Etcd.Reconciling;

/// <summary>An Event about a cluster: its reason, in the words of the CoreOS operator where it had some, and a sentence.</summary>
internal sealed record ClusterEvent(string Reason, string Note, bool IsWarning = false);
