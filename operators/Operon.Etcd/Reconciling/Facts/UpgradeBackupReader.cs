using System.Globalization;
using Operon.Etcd.Api;
using Operon.Etcd.Planning;
using Operon.Kubernetes;

namespace Operon.Etcd.Reconciling;

/// <summary>Looks at the backup a change of version waits for; only while there is such a change.</summary>
internal sealed class UpgradeBackupReader(IKubernetesClient client) : IFactReader
{
    public async Task<EtcdObserved> ReadAsync(FactContext context, EtcdObserved observed, CancellationToken cancellationToken)
    {
        var cluster = context.Cluster;
        if (cluster.Spec.Backup?.BeforeUpgrade is not { Length: > 0 } name
            || observed.CurrentVersion is null
            || (EtcdVersion.TryParse(cluster.Spec.Version, out var wanted) && wanted == observed.CurrentVersion))
        {
            return observed;
        }

        var backup = await client.Resource(EtcdKinds.Backup).FindAsync(context.Layout.Namespace, name, cancellationToken);
        var token = string.Create(CultureInfo.InvariantCulture, $"{cluster.Metadata.Name}-to-{cluster.Spec.Version}-{cluster.Metadata.Generation}");
        string? asked = null;
        backup?.Metadata.Annotations?.TryGetValue(BackupRequest.Annotation, out asked);
        return observed with
        {
            UpgradeBackup = new UpgradeBackupFacts
            {
                Name = name,
                Token = token,
                Problem = Problem(backup, name, cluster.Metadata.Name),
                IsRequested = asked == token,
                IsDone = backup?.Status?.Request?.Token == token,
                Failure = asked == token ? backup?.Status?.Reason : null,
            },
        };
    }

    private static string? Problem(EtcdBackup? backup, string name, string cluster)
    {
        if (backup is null)
        {
            return $"spec.backup.beforeUpgrade: EtcdBackup {name} does not exist";
        }

        return string.IsNullOrEmpty(backup.Spec.ClusterName) || backup.Spec.ClusterName == cluster
            ? null
            : $"spec.backup.beforeUpgrade: EtcdBackup {name} is of another cluster, {backup.Spec.ClusterName}";
    }
}
