using k8s;
using k8s.Models;
using Operon.Etcd.Api;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>A pod that carries out one task and ends.</summary>
internal static class TaskPod
{
    public const string AppLabel = "app";
    public const string AppName = "etcd-backup";
    public const string ContainerName = "task";
    public const long User = 65532;

    public static V1Pod Build(IKubernetesObject<V1ObjectMeta> owner, string name, string image, BackupTask task) => new()
    {
        Metadata = Metadata(owner, name),
        Spec = new V1PodSpec
        {
            RestartPolicy = "Never",
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            ActiveDeadlineSeconds = task.TimeoutSeconds > 0 ? task.TimeoutSeconds + 30 : null,
            TerminationGracePeriodSeconds = 5,

            // The group may write to the claim.
            SecurityContext = new V1PodSecurityContext
            {
                RunAsNonRoot = true,
                RunAsUser = User,
                RunAsGroup = User,
                FsGroup = User,
                SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
            },
            Containers = [TaskContainer.Build(ContainerName, image, task, null)],
            Volumes = [.. TaskContainer.Volumes(task)],
        },
    };

    public static V1ObjectMeta Metadata(IKubernetesObject<V1ObjectMeta> owner, string name) => new()
    {
        Name = name,
        NamespaceProperty = owner.Metadata.NamespaceProperty,
        Labels = new Dictionary<string, string> { [AppLabel] = AppName },
        OwnerReferences =
        [
            new V1OwnerReference
            {
                ApiVersion = $"{EtcdCluster.Group}/{EtcdCluster.Version}",
                Kind = owner.Kind,
                Name = owner.Metadata.Name,
                Uid = owner.Metadata.Uid,
                Controller = true,
            },
        ],
    };
}
