using System.Security.Cryptography;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Retention;
using Operon.Etcd.Objects;
using Operon.Etcd.Stores;
using Operon.Kubernetes;

namespace Operon.Etcd.Backups;

/// <summary>
/// Copies a stored backup to other stores, byte for byte: what is encrypted stays so. A copy appears only when its SHA-256 is that of the backup, and
/// each store is pruned by the same policy.
/// </summary>
internal sealed class BackupCopies(IKubernetesClient client, StoreOpener stores, TimeProvider time)
{
    private const int PieceSize = 256 << 10;

    /// <summary>One entry for each copy, in the order of the spec.</summary>
    public async Task<IReadOnlyList<BackupCopyStatus>> CopyAsync(EtcdBackup backup, BackupPlan plan, CancellationToken cancellationToken)
    {
        var secrets = new ApiSecrets(client, backup.Metadata.NamespaceProperty);
        var artifact = backup.Status!.Artifact!;
        using var source = await stores.OpenAsync(plan.Source, secrets, cancellationToken);
        var results = new List<BackupCopyStatus>();
        foreach (var copy in backup.Spec.Copies!)
        {
            results.Add(await TryAsync(source, copy, artifact, plan, secrets, cancellationToken));
        }

        return results;
    }

    private async Task<BackupCopyStatus> TryAsync(
        OpenedStore source, BackupSource copy, BackupArtifact artifact, BackupPlan plan, ApiSecrets secrets, CancellationToken cancellationToken)
    {
        var uri = $"{copy.StorageType} {copy.Path}";
        try
        {
            using var target = await stores.OpenAsync(copy, secrets, cancellationToken);
            var key = target.Key + artifact.Key[source.Key.Length..];
            uri = target.Store.UriOf(key);
            if (await target.Store.FindAsync(key, cancellationToken) is not { } there || there.Size != artifact.SizeBytes)
            {
                await CopyAsync(source, target, key, artifact, cancellationToken);
            }

            if (plan.Retention is { } policy)
            {
                await RetentionRun.PruneAsync(target, policy, time.GetUtcNow(), cancellationToken);
            }

            return new BackupCopyStatus { Uri = uri };
        }
        catch (Exception e) when (e is StoreException or ObjectExistsException or InvalidSpecException or DamagedBackupException)
        {
            return new BackupCopyStatus { Uri = uri, Error = e.Message };
        }
    }

    private async Task CopyAsync(OpenedStore source, OpenedStore target, string key, BackupArtifact artifact, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var stored = new ResumingStream(source.Store, new StoredObject(artifact.Key, artifact.SizeBytes), time);
        await using var upload = await target.Store.CreateAsync(key, cancellationToken);
        var piece = new byte[PieceSize];
        while (await stored.ReadAsync(piece, cancellationToken) is > 0 and var count)
        {
            hash.AppendData(piece, 0, count);
            await upload.WriteAsync(piece.AsMemory(0, count), cancellationToken);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != artifact.Sha256)
        {
            throw new DamagedBackupException($"{artifact.Uri} is not what was stored any more; it is not copied");
        }

        await upload.CommitAsync(cancellationToken);
    }
}
