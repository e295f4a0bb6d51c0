using Operon.Etcd.Api;
using Operon.Etcd.Backups;
using Operon.Etcd.Backups.Encryption;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Stores;
using Operon.Kubernetes;

namespace Operon.Etcd.Restores;

/// <summary>Reads a whole backup and proves it good, before anything that works is touched.</summary>
internal sealed class BackupProof(IKubernetesClient client, StoreOpener stores, TaskImage image, TaskPods pods, TimeProvider time)
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(30);

    /// <summary>Null while a pod is at it. Throws <see cref="DamagedBackupException"/>, or a <see cref="StoreException"/> when the store is away.</summary>
    public async Task<BackupArtifact?> ProveAsync(EtcdRestore restore, ChosenBackup chosen, CancellationToken cancellationToken)
    {
        if (chosen.Source.StorageType == BackupSource.PvcType)
        {
            return await InPodAsync(restore, chosen, cancellationToken);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        var secrets = new ApiSecrets(client, restore.Metadata.NamespaceProperty);
        var keys = await EncryptionKeys.ReadAsync(chosen.Source.Encryption, secrets, limit.Token);
        using var source = await stores.OpenAsync(chosen.Source, secrets, limit.Token);
        try
        {
            return await new BackupReader(time).ReadAsync(source, keys, chosen.Known?.Sha256, null, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreException($"{source.Store.UriOf(source.Key)}: could not be read within {_limit.TotalMinutes:0} minutes", isTransient: true);
        }
    }

    // Only a pod can mount the claim.
    private async Task<BackupArtifact?> InPodAsync(EtcdRestore restore, ChosenBackup chosen, CancellationToken cancellationToken)
    {
        var task = new BackupTask { Kind = TaskKind.Verify, Source = chosen.Source, Sha256 = chosen.Known?.Sha256, TimeoutSeconds = (long)_limit.TotalSeconds };
        var name = TaskNames.Of(restore.Metadata, $"verify {restore.Status!.Attempts}");
        var pod = TaskPod.Build(restore, name, await image.GetAsync(cancellationToken), task);
        if (await pods.StepAsync(pod, _limit, cancellationToken) is not { } result)
        {
            return null;
        }

        await pods.DeleteAsync(restore.Metadata.NamespaceProperty, name, cancellationToken);
        return result switch
        {
            { Error: { } error, IsTransient: true } => throw new StoreException(error, isTransient: true),
            { Error: { } error } => throw new DamagedBackupException(error),
            _ => result.Artifact,
        };
    }
}
