using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;
using Operon.Etcd.Restores;

namespace Operon.Etcd.Backups;

/// <summary>
/// Proves a backup by restoring it: a pod fetches it, the restore tool of the same etcd version makes a directory of it, etcd starts on that directory
/// (reachable only inside the pod), and its revision and hash are compared with those of the source.
/// </summary>
internal sealed class TestRestore(BackupMembers members, TaskImage image, TaskPods pods)
{
    private const string Folder = "/var/etcd";
    private const string VolumeName = "etcd-data";
    private const string MemberName = "test";
    private const string PeerUrl = "http://127.0.0.1:2380";

    /// <summary>Null while it runs.</summary>
    public async Task<TaskResult?> StepAsync(EtcdBackup backup, BackupPlan plan, CancellationToken cancellationToken)
    {
        var artifact = backup.Status!.Artifact!;
        var name = TaskNames.Of(backup.Metadata, $"test {artifact.Sha256} {backup.Status.Attempts}");
        var pod = await PodAsync(backup, plan, artifact, name, cancellationToken);
        var result = await pods.StepAsync(pod, plan.Timeout * 2, cancellationToken);
        if (result is not null)
        {
            await pods.DeleteAsync(backup.Metadata.NamespaceProperty, name, cancellationToken);
        }

        return result;
    }

    private async Task<V1Pod> PodAsync(EtcdBackup backup, BackupPlan plan, BackupArtifact artifact, string name, CancellationToken cancellationToken)
    {
        if (!EtcdVersion.TryParse(artifact.EtcdVersion, out var version))
        {
            throw new InvalidSpecException($"status.etcdVersion: \"{artifact.EtcdVersion}\" is not a version, so there is no image to test the backup with");
        }

        var layout = string.IsNullOrEmpty(backup.Spec.ClusterName) ? null : await members.LayoutAsync(backup, cancellationToken);
        var etcd = layout?.Image(version) ?? $"{EtcdClusterSpec.DefaultRepository}:v{version}";
        var operatorImage = await image.GetAsync(cancellationToken);
        var fetch = new BackupTask
        {
            Kind = TaskKind.Fetch,
            Source = plan.Source.At(BackupPath.Of(plan.Source, artifact.Key)),
            Sha256 = artifact.Sha256,
            Folder = Folder,
            TimeoutSeconds = (long)plan.Timeout.TotalSeconds,
        };
        var check = new BackupTask
        {
            Kind = TaskKind.Check,
            Expected = artifact,
            BasicAuthSecret = BackupMembers.UserSecret(backup, layout),
            TimeoutSeconds = (long)plan.Timeout.TotalSeconds,
        };
        var data = new V1VolumeMount { Name = VolumeName, MountPath = Folder };
        var fetching = TaskContainer.Build("fetch-backup", operatorImage, fetch, null);
        fetching.VolumeMounts.Add(data);
        var restoring = RestoreTool.Container(etcd, version, MemberName, PeerUrl, MemberName, bumpRevision: 0, null);
        restoring.VolumeMounts = [data];

        var pod = TaskPod.Build(backup, name, operatorImage, check);
        pod.Spec.ActiveDeadlineSeconds = (long)(plan.Timeout * 2).TotalSeconds + 60;
        pod.Spec.InitContainers = [fetching, restoring];
        pod.Spec.Containers.Add(new V1Container
        {
            Name = "etcd",
            Image = etcd,
            Command = ["/usr/local/bin/etcd"],
            Args =
            [
                $"--name={MemberName}",
                $"--data-dir={Folder}/{RestoreFolder.WorkName}/{RestoreFolder.DataName}",
                "--listen-client-urls=http://127.0.0.1:2379",
                "--advertise-client-urls=http://127.0.0.1:2379",
                $"--listen-peer-urls={PeerUrl}",
            ],
            SecurityContext = MemberPod.Hardened(),
            VolumeMounts = [data],
        });
        pod.Spec.Volumes = [new V1Volume { Name = VolumeName, EmptyDir = new V1EmptyDirVolumeSource() }, .. TaskContainer.Volumes(fetch, check)];
        return pod;
    }
}
