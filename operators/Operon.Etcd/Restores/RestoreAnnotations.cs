using Operon.Etcd.Api;

namespace Operon.Etcd.Restores;

/// <summary>Marks on objects of a restore.</summary>
internal static class RestoreAnnotations
{
    /// <summary>On a cluster that was made by a restore: the name of the EtcdRestore.</summary>
    public const string Restore = "etcd.database.coreos.com/restore";

    /// <summary>On that cluster too: the UID of the EtcdRestore.</summary>
    public const string RestoreUid = "etcd.database.coreos.com/restore-uid";

    /// <summary>Label of a claim that was put aside: the cluster it belonged to.</summary>
    public const string RetiredLabel = "etcd_cluster_retired";

    /// <summary>Label of a claim that was put aside: the UID of the EtcdRestore that did so.</summary>
    public const string RetiredByLabel = "etcd_cluster_retired_by";

    /// <summary>Name of the restore a cluster waits for; null when it waits for none.</summary>
    public static string? AwaitedRestore(EtcdCluster cluster) =>
        cluster.Metadata.Annotations?.TryGetValue(Restore, out var name) == true && name.Length > 0 ? name : null;
}
