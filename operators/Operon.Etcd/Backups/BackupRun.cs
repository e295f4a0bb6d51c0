using Grpc.Core;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Encryption;
using Operon.Etcd.Stores;

namespace Operon.Etcd.Backups;

/// <summary>
/// Takes one snapshot and stores it. It flows from the member to the store in pieces and is checked on its way; the object appears only after the check.
/// </summary>
internal sealed class BackupRun(TimeProvider time)
{
    /// <param name="source">The members.</param>
    /// <param name="target">The store, and the key or the beginning of the key.</param>
    /// <param name="isPeriodic">Whether revision and time are added to the key.</param>
    /// <param name="key">Encrypts; null does not.</param>
    /// <param name="beforeCommit">Writes down what is about to appear.</param>
    /// <param name="cancellationToken">Also the time limit.</param>
    public async Task<BackupArtifact> RunAsync(
        SnapshotSource source, OpenedStore target, bool isPeriodic, EncryptionKey? key, Func<BackupArtifact, Task> beforeCommit, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var member in await source.CandidatesAsync(cancellationToken))
        {
            try
            {
                return await RunAsync(member, target, isPeriodic, key, beforeCommit, cancellationToken);
            }
            catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add($"{member.Name}: {e.Status.Detail}");
            }
            catch (DamagedBackupException e)
            {
                failures.Add($"{member.Name}: {e.Message}");
            }
        }

        throw new BackupFailedException($"no member gave a whole snapshot: {string.Join("; ", failures)}", isTransient: true);
    }

    private async Task<BackupArtifact> RunAsync(
        SnapshotMember member, OpenedStore target, bool isPeriodic, EncryptionKey? key, Func<BackupArtifact, Task> beforeCommit, CancellationToken cancellationToken)
    {
        var revision = member.Revision;
        var objectKey = isPeriodic ? new BackupKey(target.Key, revision, time.GetUtcNow()).ToString() : target.Key;
        var hash = await HashAsync(member, revision, cancellationToken);

        await using var upload = await target.Store.CreateAsync(objectKey, cancellationToken);
        using var stored = new StoredSink(upload);
        using var encrypting = key is null ? null : new EncryptingWriter(key, stored);
        using var check = new SnapshotHash();
        var sink = encrypting ?? (IByteSink)stored;
        await foreach (var piece in member.Connection.SnapshotAsync(cancellationToken))
        {
            check.Append(piece.Span);
            await sink.WriteAsync(piece, cancellationToken);
        }

        check.Finish();
        await sink.CompleteAsync(cancellationToken);
        var artifact = new BackupArtifact
        {
            Uri = target.Store.UriOf(objectKey),
            Key = objectKey,
            SizeBytes = upload.Length,
            Sha256 = stored.Sha256(),
            Encrypted = key is not null,
            EtcdRevision = revision,
            EtcdVersion = member.State.Version,
            HashKv = hash,
        };
        await beforeCommit(artifact);
        await upload.CommitAsync(cancellationToken);
        return artifact;
    }

    // Only a later test needs it, so its absence (etcd before 3.3, a compaction in between) is no failure of the backup.
    private static async Task<BackupHash?> HashAsync(SnapshotMember member, long revision, CancellationToken cancellationToken)
    {
        try
        {
            return await member.Connection.HashKvAsync(revision, cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested && e.StatusCode is StatusCode.Unimplemented or StatusCode.OutOfRange or StatusCode.DeadlineExceeded)
        {
            return null;
        }
    }
}
