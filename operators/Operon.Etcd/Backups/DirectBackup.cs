using Operon.Etcd.Api;
using Operon.Etcd.Backups.Encryption;
using Operon.Etcd.Objects;
using Operon.Etcd.Stores;
using Operon.Kubernetes;

namespace Operon.Etcd.Backups;

/// <summary>From the member through this process to an object store.</summary>
internal sealed class DirectBackup(IKubernetesClient client, BackupMembers members, StoreOpener stores, TimeProvider time) : IBackupWay
{
    public async Task<BackupOutcome?> StepAsync(EtcdBackup backup, BackupPlan plan, Func<BackupArtifact, Task> beforeCommit, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new CancellationTokenSource(plan.Timeout, time);
        await using var ending = timer.Token.Register(limit.Cancel);
        var isCommitting = false;
        try
        {
            return await RunAsync(backup, plan, Committing, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && timer.IsCancellationRequested)
        {
            return BackupOutcome.Failed($"no complete backup within {plan.Timeout.TotalSeconds:0} s; spec.backupPolicy.timeoutInSecond allows more", isTransient: true);
        }
        catch (BackupFailedException e)
        {
            return BackupOutcome.Failed(e.Message, e.IsTransient);
        }
        catch (StoreException e)
        {
            return BackupOutcome.Failed(e.Message, e.IsTransient);
        }
        catch (ObjectExistsException e)
        {
            // After a commit whose answer was lost, the object that exists may be this one: the next try finds out.
            return BackupOutcome.Failed(e.Message, isTransient: isCommitting);
        }

        Task Committing(BackupArtifact artifact)
        {
            isCommitting = true;
            return beforeCommit(artifact);
        }
    }

    private async Task<BackupOutcome> RunAsync(EtcdBackup backup, BackupPlan plan, Func<BackupArtifact, Task> beforeCommit, CancellationToken cancellationToken)
    {
        var secrets = new ApiSecrets(client, backup.Metadata.NamespaceProperty);
        var keys = await EncryptionKeys.ReadAsync(plan.Source.Encryption, secrets, cancellationToken);
        using var target = await stores.OpenAsync(plan.Source, secrets, cancellationToken);
        if (await UnfinishedAsync(backup, target, keys, cancellationToken) is { } finished)
        {
            return BackupOutcome.Done(finished);
        }

        using var source = await members.ConnectAsync(backup, secrets, cancellationToken);
        return BackupOutcome.Done(await new BackupRun(time).RunAsync(source, target, plan.IsNumbered(backup), keys?.Current, beforeCommit, cancellationToken));
    }

    // An earlier try may have come as far as the store, but not as far as the status.
    private async Task<BackupArtifact?> UnfinishedAsync(EtcdBackup backup, OpenedStore target, KeyRing? keys, CancellationToken cancellationToken)
    {
        if (backup.Status?.Pending?.Artifact is not { } pending
            || await target.Store.FindAsync(pending.Key, cancellationToken) is not { } stored
            || stored.Size != pending.SizeBytes)
        {
            return null;
        }

        try
        {
            await new BackupReader(time).ReadAsync(target with { Key = pending.Key }, keys, pending.Sha256, null, cancellationToken);
            return pending;
        }
        catch (DamagedBackupException)
        {
            // Somebody else's object.
            return null;
        }
    }
}
