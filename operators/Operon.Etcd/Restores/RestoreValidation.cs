using System.Text.Json;
using Operon.Etcd.Api;
using Operon.Etcd.Backups;

namespace Operon.Etcd.Restores;

/// <summary>What the schema cannot check, and what objects stored before the schema may hold.</summary>
internal static class RestoreValidation
{
    /// <summary>Everything that is wrong; each entry names the field and the remedy.</summary>
    public static IReadOnlyList<string> Problems(EtcdRestoreSpec spec) => [.. Find(spec)];

    private static IEnumerable<string> Find(EtcdRestoreSpec spec)
    {
        if (string.IsNullOrEmpty(spec.EtcdCluster?.Name))
        {
            yield return "spec.etcdCluster.name: is missing; name the EtcdCluster to restore";
        }

        if (spec.BumpRevision < 0)
        {
            yield return $"spec.bumpRevision: {spec.BumpRevision} is negative; use 0 to keep the revisions of the backup";
        }

        if (spec.TimeoutSeconds < 1)
        {
            yield return $"spec.timeoutSeconds: {spec.TimeoutSeconds} is no time; use 1 or more";
        }

        if (spec.NewCluster is not null && spec.NewCluster.Spec is not { ValueKind: JsonValueKind.Object })
        {
            yield return "spec.newCluster.spec: is missing; write the spec the EtcdCluster shall have";
        }

        if (string.IsNullOrEmpty(spec.BackupName))
        {
            foreach (var problem in SourceValidation.Problems(BackupSource.Of(spec), "backupStorageType"))
            {
                yield return problem;
            }

            if (spec.Revision is not null || spec.NotAfter is not null)
            {
                yield return "spec.backupName: is missing; revision and notAfter choose among the backups of an EtcdBackup";
            }
        }
        else if (!string.IsNullOrEmpty(spec.BackupStorageType))
        {
            yield return "spec.backupName: is set beside spec.backupStorageType; keep one of them";
        }
    }
}
