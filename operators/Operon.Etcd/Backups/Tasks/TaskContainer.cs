using System.Text.Json;
using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>The container of a task, with the secrets and the claim it needs.</summary>
internal static class TaskContainer
{
    private const string VolumeName = "backup-volume";
    private const string SecretPrefix = "backup-secret-";

    public static V1Container Build(string name, string image, BackupTask task, long? user) => new()
    {
        Name = name,
        Image = image,

        // The kubelet expands $(NAME) in arguments; a path may hold a dollar.
        Command = ["etcd-operator", TaskProgram.Command, JsonSerializer.Serialize(task, TaskJson.Default.BackupTask).Replace("$", "$$", StringComparison.Ordinal)],
        SecurityContext = Security(user),
        VolumeMounts =
        [
            .. Secrets(task).Select((secret, index) => new V1VolumeMount
            {
                Name = $"{SecretPrefix}{index}",
                MountPath = $"{TaskPlaces.InPod.Secrets}/{secret}",
                ReadOnlyProperty = true,
            }),
            .. Claim(task) is null ? [] : new[] { new V1VolumeMount { Name = VolumeName, MountPath = TaskPlaces.InPod.Volume, ReadOnlyProperty = task.Kind != TaskKind.Backup } },
        ],
    };

    /// <summary>The volumes of one task; a pod has at most one task that needs any.</summary>
    public static IEnumerable<V1Volume> Volumes(BackupTask task)
    {
        foreach (var (secret, index) in Secrets(task).Select((secret, index) => (secret, index)))
        {
            yield return new V1Volume { Name = $"{SecretPrefix}{index}", Secret = new V1SecretVolumeSource { SecretName = secret } };
        }

        if (Claim(task) is { } claim)
        {
            yield return new V1Volume { Name = VolumeName, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = claim } };
        }
    }

    private static V1SecurityContext Security(long? user)
    {
        var security = MemberPod.Hardened();
        security.RunAsUser = user;
        return security;
    }

    private static string? Claim(BackupTask task) => task.Source is { StorageType: BackupSource.PvcType } source ? source.Pvc?.ClaimName : null;

    private static List<string> Secrets(BackupTask task) =>
        [.. new[]
        {
            task.Source?.StorageType switch
            {
                BackupSource.S3Type => task.Source.S3?.AwsSecret,
                BackupSource.AbsType => task.Source.Abs?.AbsSecret,
                BackupSource.GcsType => task.Source.Gcs?.GcpSecret,
                BackupSource.OssType => task.Source.Oss?.OssSecret,
                _ => null,
            },
            task.Source?.StorageType == BackupSource.S3Type ? task.Source.S3?.CaSecret : null,
            task.Source?.Encryption?.KeySecret,
            task.ClientTlsSecret,
            task.BasicAuthSecret,
        }.OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
}
