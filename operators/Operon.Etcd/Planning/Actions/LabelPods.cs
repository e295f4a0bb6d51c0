namespace Operon.Etcd.Planning;

/// <summary>Tell by a label which pods vote: the disruption budget counts them and no others.</summary>
internal sealed record LabelPods(IReadOnlyDictionary<string, string> Roles) : EtcdAction($"the role of {string.Join(", ", Roles.Keys)} in etcd has changed");
