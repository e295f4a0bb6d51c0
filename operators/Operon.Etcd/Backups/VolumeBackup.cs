using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Backups;

/// <summary>From the member to a claim, in a pod that mounts it.</summary>
internal sealed class VolumeBackup(IKubernetesClient client, BackupMembers members, TaskImage image, TaskPods pods) : IBackupWay
{
    public async Task<BackupOutcome?> StepAsync(EtcdBackup backup, BackupPlan plan, Func<BackupArtifact, Task> beforeCommit, CancellationToken cancellationToken)
    {
        var started = backup.Status!.Pending!.StartedAt;
        var name = TaskNames.Of(backup.Metadata, string.Create(CultureInfo.InvariantCulture, $"{started.ToUnixTimeSeconds()}-{backup.Status.Attempts}"));
        var task = await TaskAsync(backup, plan, cancellationToken);
        var pod = TaskPod.Build(backup, name, await image.GetAsync(cancellationToken), task);
        var result = await pods.StepAsync(pod, TaskPod.ContainerName, plan.Timeout, started, cancellationToken);
        if (result is null)
        {
            return null;
        }

        await pods.DeleteAsync(backup.Metadata.NamespaceProperty, name, cancellationToken);
        return result.Error is { } error
            ? BackupOutcome.Failed(error, result.IsTransient)
            : BackupOutcome.Done(result.Artifact!) with { Deleted = result.Deleted };
    }

    private async Task<BackupTask> TaskAsync(EtcdBackup backup, BackupPlan plan, CancellationToken cancellationToken)
    {
        var spec = backup.Spec;
        var endpoints = spec.EtcdEndpoints;
        var tls = spec.ClientTlsSecret;
        if (!string.IsNullOrEmpty(spec.ClusterName))
        {
            var layout = await members.LayoutAsync(backup, cancellationToken);
            var list = await client.Resource(EtcdKinds.Pod).ListAsync(layout.Namespace, new ListOptions { LabelSelector = layout.Selector }, cancellationToken);
            endpoints = [.. list.Items.Where(pod => layout.Owns(pod.Metadata) && pod.Status?.Phase == "Running").Select(pod => layout.ClientUrl(pod.Metadata.Name))];
            tls = layout.HasClientTls ? layout.Tls!.OperatorSecret : null;
        }

        var retention = spec.Retention ?? (spec.BackupPolicy?.MaxBackups > 0 ? new BackupRetention { MaxCount = spec.BackupPolicy.MaxBackups } : null);
        return new BackupTask
        {
            Kind = TaskKind.Backup,
            Source = plan.Source,
            Endpoints = endpoints,
            ClientTlsSecret = tls,
            BasicAuthSecret = spec.BasicAuthSecret,
            Periodic = plan.Schedule is not null,
            Retention = retention,
            TimeoutSeconds = (long)plan.Timeout.TotalSeconds,
        };
    }
}
