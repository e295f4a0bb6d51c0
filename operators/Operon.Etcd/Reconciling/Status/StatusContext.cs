using Operon.Etcd.Planning;

namespace Operon.Etcd.Reconciling;

/// <summary>What a part of the status is made from.</summary>
internal sealed record StatusContext(ClusterSnapshot Snapshot, EtcdAction Action, ConditionSet Conditions);
