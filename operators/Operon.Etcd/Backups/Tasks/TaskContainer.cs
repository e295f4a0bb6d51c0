using System.Security.Cryptography;
using System.Text;
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
            .. Secrets(task).Select(secret => new V1VolumeMount
            {
                Name = SecretVolume(secret),
                MountPath = $"{TaskPlaces.InPod.Secrets}/{secret}",
                ReadOnlyProperty = true,
            }),
            .. Claim(task) is null ? [] : new[] { new V1VolumeMount { Name = VolumeName, MountPath = TaskPlaces.InPod.Volume, ReadOnlyProperty = task.Kind != TaskKind.Backup } },
        ],
    };

    /// <summary>The volumes of a pod's tasks.</summary>
    public static IEnumerable<V1Volume> Volumes(params IReadOnlyList<BackupTask> tasks)
    {
        foreach (var secret in tasks.SelectMany(Secrets).Distinct(StringComparer.Ordinal))
        {
            yield return new V1Volume { Name = SecretVolume(secret), Secret = new V1SecretVolumeSource { SecretName = secret } };
        }

        foreach (var claim in tasks.Select(Claim).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            yield return new V1Volume { Name = VolumeName, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = claim } };
        }
    }

    // Names of volumes are shorter than those of secrets, and have no dots.
    private static string SecretVolume(string secret) => SecretPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..12];

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
            task.ClientTls?.Name,
            task.BasicAuthSecret,
        }.OfType<string>().Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
}
