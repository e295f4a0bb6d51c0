using Operon.Etcd.Api;

namespace Operon.Etcd.Backups;

/// <summary>A way to make a backup: in this process, or in a pod that mounts a claim.</summary>
internal interface IBackupWay
{
    /// <summary>Null while it runs elsewhere and has to be looked at again.</summary>
    /// <param name="backup">With <c>status.pending</c> set.</param>
    /// <param name="plan">Its checked spec.</param>
    /// <param name="beforeCommit">Writes down what is about to appear.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    Task<BackupOutcome?> StepAsync(EtcdBackup backup, BackupPlan plan, Func<BackupArtifact, Task> beforeCommit, CancellationToken cancellationToken);
}
