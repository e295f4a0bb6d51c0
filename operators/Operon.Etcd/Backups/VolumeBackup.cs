using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;

namespace Operon.Etcd.Backups;

/// <summary>From the member to a claim, in a pod that mounts it.</summary>
internal sealed class VolumeBackup(BackupMembers members, TaskImage image, TaskPods pods) : IBackupWay
{
    public async Task<BackupOutcome?> StepAsync(EtcdBackup backup, BackupPlan plan, Func<BackupArtifact, Task> beforeCommit, CancellationToken cancellationToken)
    {
        var started = backup.Status!.Pending!.StartedAt;
        var name = TaskNames.Of(backup.Metadata, string.Create(CultureInfo.InvariantCulture, $"{started.ToUnixTimeSeconds()}-{backup.Status.Attempts}"));
        var task = await TaskAsync(backup, plan, cancellationToken);
        var pod = TaskPod.Build(backup, name, await image.GetAsync(cancellationToken), task);
        var result = await pods.StepAsync(pod, plan.Timeout, cancellationToken);
        if (result is null)
        {
            return null;
        }

        // The pod goes only when its result is written down: without it the backup would be taken once more.
        var outcome = result.Error is { } error ? BackupOutcome.Failed(error, result.IsTransient) : BackupOutcome.Done(result.Artifact!) with { Deleted = result.Deleted };
        return outcome with { Pod = name };
    }

    private Task<BackupTask> TaskAsync(EtcdBackup backup, BackupPlan plan, CancellationToken cancellationToken)
    {
        var spec = backup.Spec;
        var task = new BackupTask
        {
            Kind = TaskKind.Backup,
            Source = plan.Source,
            Periodic = plan.IsNumbered(backup),
            Retention = spec.Retention ?? (spec.BackupPolicy?.MaxBackups > 0 ? new BackupRetention { MaxCount = spec.BackupPolicy.MaxBackups } : null),
            TimeoutSeconds = (long)plan.Timeout.TotalSeconds,
        };
        return members.DescribeAsync(backup, task, cancellationToken);
    }
}
