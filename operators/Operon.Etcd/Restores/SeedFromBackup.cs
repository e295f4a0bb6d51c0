using k8s.Models;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Objects;
using Operon.Etcd.Planning;

namespace Operon.Etcd.Restores;

/// <summary>
/// The init containers that fill the data directory of a seed: one fetches the backup and checks it, one restores it with the cluster's own tool, one
/// moves the result to its place. Each can run again, as the kubelet does after a reboot.
/// </summary>
internal static class SeedFromBackup
{
    public const string FetchName = "fetch-backup";
    private const string AdoptName = "adopt-datadir";
    private const string Folder = "/var/etcd";

    /// <summary>Adds them to the pod of a seed.</summary>
    public static void AddTo(V1Pod pod, ClusterLayout layout, MemberPlacement placement, ClusterRestore restore)
    {
        // All of them write to one volume, so all of them are the user etcd is.
        var user = pod.Spec.SecurityContext?.RunAsUser ?? 0;
        var fetch = new BackupTask { Kind = TaskKind.Fetch, Source = restore.Source, Sha256 = restore.Sha256, Folder = Folder };
        var adopt = new BackupTask { Kind = TaskKind.Adopt, Folder = Folder };
        var etcd = pod.Spec.Containers[0];
        V1Container[] steps =
        [
            TaskContainer.Build(FetchName, restore.Image!, fetch, user),
            RestoreTool.Container(etcd.Image, placement.Version, placement.Name, layout.PeerUrl(placement.Name), restore.Uid, restore.BumpRevision, user),
            TaskContainer.Build(AdoptName, restore.Image!, adopt, user),
        ];
        var data = etcd.VolumeMounts.First(mount => mount.MountPath == Folder);
        foreach (var step in steps)
        {
            step.Resources = etcd.Resources;
            step.VolumeMounts = [new V1VolumeMount { Name = data.Name, MountPath = data.MountPath }, .. step.VolumeMounts ?? []];
        }

        pod.Spec.InitContainers = [.. pod.Spec.InitContainers ?? [], .. steps];
        pod.Spec.Volumes = [.. pod.Spec.Volumes, .. TaskContainer.Volumes(fetch)];
    }
}
