using Operon.Etcd.Api;
using Operon.Etcd.Backups.Encryption;
using Operon.Etcd.Backups.Retention;
using Operon.Etcd.Membership;
using Operon.Etcd.Stores;

namespace Operon.Etcd.Backups.Tasks;

/// <summary>Carries out one task.</summary>
internal sealed class TaskRun(TaskPlaces places, StoreOpener stores, TimeProvider time)
{
    private readonly MountedSecrets _secrets = new(places.Secrets);

    public Task<TaskResult> RunAsync(BackupTask task, CancellationToken cancellationToken) => task.Kind switch
    {
        TaskKind.Backup => BackupAsync(task, cancellationToken),
        TaskKind.Verify => VerifyAsync(task, cancellationToken),
        TaskKind.Fetch => FetchAsync(task, cancellationToken),
        TaskKind.Adopt => Task.FromResult(Adopt(task)),
        TaskKind.Check => CheckAsync(task, cancellationToken),
        _ => throw new Objects.InvalidSpecException($"the task kind \"{task.Kind}\" is not known to this version of the operator"),
    };

    private async Task<TaskResult> BackupAsync(BackupTask task, CancellationToken cancellationToken)
    {
        var dialer = new MemberDialer(null);
        var certificates = await BackupMembers.CertificatesAsync(task.ClientTls, _secrets, cancellationToken);
        var user = await BackupMembers.CredentialsAsync(task.BasicAuthSecret, _secrets, cancellationToken);
        using var members = new SnapshotSource(task.Endpoints!.ToDictionary(endpoint => endpoint, endpoint => BackupMembers.Connect(dialer, endpoint, certificates, user)));
        using var target = await stores.OpenAsync(task.Source!, _secrets, cancellationToken);
        var keys = await KeysAsync(task, cancellationToken);
        var artifact = await new BackupRun(time).RunAsync(members, target, task.Periodic, keys?.Current, _ => Task.CompletedTask, cancellationToken);
        var deleted = task.Periodic && BackupPlan.RetentionOf(task.Retention, 0) is { } policy
            ? await RetentionRun.PruneAsync(target, policy, time.GetUtcNow(), cancellationToken)
            : [];
        return new TaskResult { Artifact = artifact, Deleted = deleted.Count };
    }

    private async Task<TaskResult> VerifyAsync(BackupTask task, CancellationToken cancellationToken)
    {
        using var source = await stores.OpenAsync(task.Source!, _secrets, cancellationToken);
        return new TaskResult { Artifact = await new BackupReader(time).ReadAsync(source, await KeysAsync(task, cancellationToken), task.Sha256, null, cancellationToken) };
    }

    private async Task<TaskResult> FetchAsync(BackupTask task, CancellationToken cancellationToken)
    {
        var folder = new RestoreFolder(task.Folder!);
        if (folder.HasData)
        {
            // The kubelet runs init containers again after a reboot; by then the data is newer than the backup, which may be gone.
            await folder.WritePlaceholderAsync(cancellationToken);
            return new TaskResult();
        }

        using var source = await stores.OpenAsync(task.Source!, _secrets, cancellationToken);
        await using var snapshot = folder.CreateSnapshot();
        var artifact = await new BackupReader(time).ReadAsync(source, await KeysAsync(task, cancellationToken), task.Sha256, snapshot, cancellationToken);
        snapshot.Flush(flushToDisk: true);
        return new TaskResult { Artifact = artifact };
    }

    private async Task<TaskResult> CheckAsync(BackupTask task, CancellationToken cancellationToken)
    {
        var user = await BackupMembers.CredentialsAsync(task.BasicAuthSecret, _secrets, cancellationToken);
        return await new RestoredMember(places.LocalMember, time).CheckAsync(task.Expected!, user, cancellationToken);
    }

    private static TaskResult Adopt(BackupTask task)
    {
        new RestoreFolder(task.Folder!).Adopt();
        return new TaskResult();
    }

    private async Task<KeyRing?> KeysAsync(BackupTask task, CancellationToken cancellationToken) =>
        await EncryptionKeys.ReadAsync(task.Source!.Encryption, _secrets, cancellationToken);
}
