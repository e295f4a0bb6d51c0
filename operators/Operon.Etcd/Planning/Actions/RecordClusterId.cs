namespace Operon.Etcd.Planning;

/// <summary>Write the cluster ID to status before the cluster grows (B2).</summary>
internal sealed record RecordClusterId(ulong ClusterId) : EtcdAction("the seed serves");
