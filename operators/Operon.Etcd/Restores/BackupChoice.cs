using Operon.Etcd.Api;
using Operon.Etcd.Backups;
using Operon.Etcd.Objects;
using Operon.Kubernetes;

namespace Operon.Etcd.Restores;

/// <summary>Finds the backup: the object that is named, or the one of an EtcdBackup that fits.</summary>
internal sealed class BackupChoice(IKubernetesClient client)
{
    /// <summary>Throws <see cref="InvalidSpecException"/> that names the field.</summary>
    public async Task<ChosenBackup> ChooseAsync(EtcdRestore restore, CancellationToken cancellationToken)
    {
        var spec = restore.Spec;
        if (string.IsNullOrEmpty(spec.BackupName))
        {
            return new ChosenBackup(BackupSource.Of(spec), null);
        }

        var backup = await client.Resource(EtcdKinds.Backup).FindAsync(restore.Metadata.NamespaceProperty, spec.BackupName, cancellationToken)
            ?? throw new InvalidSpecException($"spec.backupName: EtcdBackup {spec.BackupName} does not exist in namespace {restore.Metadata.NamespaceProperty}");
        var artifact = Pick(backup, spec);
        var source = BackupSource.Of(backup.Spec) with { Encryption = spec.Encryption ?? backup.Spec.Encryption };
        return new ChosenBackup(source.At(BackupPath.Of(source, artifact.Key)), artifact);
    }

    /// <summary>The newest that fits. Those that failed their test do not.</summary>
    public static BackupArtifact Pick(EtcdBackup backup, EtcdRestoreSpec spec)
    {
        var periodic = (backup.Status?.History ?? []).Where(record => record is { Succeeded: true, Artifact: not null }).Select(record => (record.Time, Artifact: record.Artifact!));
        var single = backup.Status is { Succeeded: true, Artifact: { } artifact, LastSuccessDate: { } date } ? [(Time: date, Artifact: artifact)] : Array.Empty<(DateTimeOffset Time, BackupArtifact Artifact)>();
        var fitting = periodic.Concat(single)
            .Where(found => found.Artifact.TestRestore != TestOutcome.Failed
                && (spec.Revision is null || found.Artifact.EtcdRevision == spec.Revision)
                && (spec.NotAfter is null || found.Time <= spec.NotAfter))
            .OrderByDescending(found => found.Time)
            .Select(found => found.Artifact)
            .FirstOrDefault();
        return fitting ?? throw new InvalidSpecException(
            $"spec.backupName: EtcdBackup {backup.Metadata.Name} has no successful backup in its history"
            + (spec.Revision is { } revision ? $" of revision {revision}" : "")
            + (spec.NotAfter is { } time ? $" from {time:u} or before" : "")
            + "; older ones can be named by their path");
    }
}
