namespace Operon.Etcd;

/// <summary>The operators of the CoreOS project, which this process may run together.</summary>
[Flags]
public enum EtcdOperatorParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>etcd-operator</c>: EtcdCluster.</summary>
    Clusters = 1,

    /// <summary><c>etcd-backup-operator</c>: EtcdBackup.</summary>
    Backups = 2,

    /// <summary><c>etcd-restore-operator</c>: EtcdRestore.</summary>
    Restores = 4,

    /// <summary>All of them.</summary>
    All = Clusters | Backups | Restores,
}
