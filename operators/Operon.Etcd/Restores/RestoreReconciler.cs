using Microsoft.Extensions.Logging;
using Operon.Etcd.Api;
using Operon.Etcd.Backups;
using Operon.Etcd.Objects;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Stores;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Etcd.Restores;

/// <summary>
/// Proves a backup, then asks the cluster's reconciler to begin anew from it, and follows until the cluster is complete. Every step is written down before
/// the next one, so a new process goes on where the last one stopped.
/// </summary>
internal sealed partial class RestoreReconciler(RestoreServices services, ILogger<RestoreReconciler> logger) : IReconciler
{
    private const int Tries = 5;
    private const int DefaultTimeoutSeconds = 1800;
    private const long DefaultBump = 1_000_000_000;
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _untilMended = TimeSpan.FromSeconds(5);

    private readonly BackupChoice _choice = new(services.Client);
    private readonly RestoreTarget _target = new(services.Client);
    private readonly RetiredClaims _retired = new(services.Client);
    private readonly SeedProgress _seed = new(services.Client);

    private DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        // Read live: a stale status must not stop a cluster a second time.
        var restore = await services.Client.Resource(EtcdKinds.Restore).FindAsync(context.Key.Namespace, context.Key.Name, cancellationToken);
        if (restore is null || restore.Metadata.DeletionTimestamp is not null || !services.Scope.Covers(restore) || IsFinished(restore))
        {
            return ReconcileResult.Done;
        }

        try
        {
            return await StepAsync(restore, cancellationToken);
        }
        catch (Exception e) when (e is InvalidSpecException or RestoreWaitException)
        {
            return await WaitAsync(restore, e.Message, e is InvalidSpecException, cancellationToken);
        }
        catch (Exception e) when (e is RestoreFailedException or DamagedBackupException)
        {
            return await FailAsync(restore, e.Message, cancellationToken);
        }
        catch (StoreException e)
        {
            return await RetryAsync(restore, e, cancellationToken);
        }
    }

    /// <summary>Finished ones stay so; those the CoreOS project's operator finished have no phase.</summary>
    private static bool IsFinished(EtcdRestore restore) => restore.Status is { } status
        && (status.Phase is RestorePhase.Succeeded || (status.Phase is RestorePhase.Failed && status.ObservedGeneration == restore.Metadata.Generation)
            || (status.Phase is null && (status.Succeeded || !string.IsNullOrEmpty(status.Reason))));

    private async Task<ReconcileResult> StepAsync(EtcdRestore restore, CancellationToken cancellationToken)
    {
        if (restore.Status is { Backup: not null, Phase: RestorePhase.Stopping or RestorePhase.Restoring or RestorePhase.Growing })
        {
            return await FollowAsync(restore, cancellationToken);
        }

        if (RestoreValidation.Problems(restore.Spec) is { Count: > 0 } problems)
        {
            throw new RestoreFailedException(string.Join("; ", problems));
        }

        var chosen = await _choice.ChooseAsync(restore, cancellationToken);
        var cluster = await _target.FindAsync(restore, chosen.Known, cancellationToken);
        if (cluster is null)
        {
            RestoreTarget.CheckVersion(NewVersion(restore), chosen.Known, restore.Spec.EtcdCluster!.Name!);
        }

        await services.Image.GetAsync(cancellationToken);
        restore = await WriteAsync(restore, RestoreStatusBuilder.At(restore, RestorePhase.Verifying, "reading the backup; the cluster is not touched", Now), cancellationToken);
        if (await services.Proof.ProveAsync(restore, chosen, cancellationToken) is not { } proved)
        {
            return ReconcileResult.After(_look);
        }

        proved = proved with { EtcdRevision = chosen.Known?.EtcdRevision ?? 0, EtcdVersion = chosen.Known?.EtcdVersion };
        Proved(logger, ObjectKey.Of(restore), proved.Uri, proved.SizeBytes);
        await WriteAsync(restore, RestoreStatusBuilder.Proved(restore, proved, Now), cancellationToken);
        return ReconcileResult.Again;
    }

    private async Task<ReconcileResult> FollowAsync(EtcdRestore restore, CancellationToken cancellationToken)
    {
        var name = restore.Spec.EtcdCluster!.Name!;
        var cluster = await services.Client.Resource(EtcdKinds.Cluster).FindAsync(restore.Metadata.NamespaceProperty, name, cancellationToken);
        if (cluster?.Status?.Restore is not { } request || request.Uid != restore.Metadata.Uid)
        {
            return await BeginAsync(restore, cluster, cancellationToken);
        }

        var limit = TimeSpan.FromSeconds(restore.Spec.TimeoutSeconds ?? DefaultTimeoutSeconds);
        switch (request.Phase)
        {
            case ClusterRestorePhase.Stopping:
                restore = await WriteAsync(restore, RestoreStatusBuilder.At(restore, RestorePhase.Stopping, cluster.Status.Reason ?? "the old members are being stopped", Now), cancellationToken);
                break;
            case ClusterRestorePhase.Seeding:
                restore = await WriteAsync(restore, RestoreStatusBuilder.At(restore, RestorePhase.Restoring, await _seed.DescribeAsync(cluster, cancellationToken), Now), cancellationToken);
                break;
            case ClusterRestorePhase.Seeded when IsComplete(cluster):
                return await SucceedAsync(restore, cluster, cancellationToken);
            default:
                restore = await WriteAsync(restore, RestoreStatusBuilder.At(restore, RestorePhase.Growing, $"members ready: {cluster.Status.Readiness}", Now), cancellationToken);
                break;
        }

        return Now - restore.Status!.StartedAt > limit
            ? throw new RestoreFailedException($"not complete within {limit.TotalSeconds:0} s ({restore.Status.Phase}: {restore.Status.Message}). {WhatIsLeft(cluster)}")
            : ReconcileResult.After(_look);
    }

    private async Task<ReconcileResult> BeginAsync(EtcdRestore restore, EtcdCluster? cluster, CancellationToken cancellationToken)
    {
        if (restore.Status!.Phase != RestorePhase.Stopping)
        {
            throw new RestoreFailedException(cluster is null
                ? "the EtcdCluster was deleted while it was restored"
                : $"another restore ({cluster.Status?.Restore?.Name ?? "none"}) has taken the cluster over, or its status was lost");
        }

        var chosen = await _choice.ChooseAsync(restore, cancellationToken);
        cluster = await _target.FindAsync(restore, restore.Status.Backup, cancellationToken);
        var request = new ClusterRestore
        {
            Name = restore.Metadata.Name,
            Uid = restore.Metadata.Uid,
            Phase = ClusterRestorePhase.Stopping,
            Source = chosen.Source.At(BackupPath.Of(chosen.Source, restore.Status.Backup!.Key)),
            Sha256 = restore.Status.Backup!.Sha256,
            Image = await services.Image.GetAsync(cancellationToken),
            BumpRevision = restore.Spec.BumpRevision ?? DefaultBump,
        };
        if (cluster is null)
        {
            await _target.CreateAsync(restore, request, cancellationToken);
        }
        else
        {
            await _target.RequestAsync(restore, request, cancellationToken);
        }

        services.Events.Normal(restore, "Restore Begun", $"{restore.Status.Backup.Uri} was proved whole and goes into EtcdCluster {restore.Spec.EtcdCluster!.Name}");
        return ReconcileResult.After(_look);
    }

    private async Task<ReconcileResult> SucceedAsync(EtcdRestore restore, EtcdCluster cluster, CancellationToken cancellationToken)
    {
        var deleted = restore.Spec.RetainOldVolumes ? [] : await _retired.DeleteAsync(restore, cancellationToken);
        var message = $"{cluster.Status!.Readiness} members hold {restore.Status!.Backup!.Uri}{(deleted.Count == 0 ? "" : $"; old volumes deleted: {string.Join(", ", deleted)}")}";
        await WriteAsync(restore, RestoreStatusBuilder.Succeeded(restore, cluster, message, Now), cancellationToken);
        services.Events.Normal(restore, "Restore Succeeded", message);
        Succeeded(logger, ObjectKey.Of(restore), message);
        return ReconcileResult.Done;
    }

    private static bool IsComplete(EtcdCluster cluster) =>
        cluster.Status is { ClusterId: not null } status
        && status.ReadyReplicas == cluster.Spec.Size
        && status.Size == cluster.Spec.Size
        && status.Conditions?.Any(condition => condition is { Type: EtcdClusterCondition.Available, Status: "True" }) == true;

    private static string? NewVersion(EtcdRestore restore) =>
        restore.Spec.NewCluster?.Spec is { } spec && spec.TryGetProperty("version", out var version) ? version.GetString() : null;

    private static string WhatIsLeft(EtcdCluster cluster) => cluster.Spec.Pod?.PersistentVolumeClaimSpec is null
        ? "The old members had no volumes, so their data is gone; the cluster's reconciler goes on trying"
        : $"The old data is in the claims labelled {RestoreAnnotations.RetiredLabel}={cluster.Metadata.Name}; the cluster's reconciler goes on trying";

    private async Task<ReconcileResult> WaitAsync(EtcdRestore restore, string message, bool isProblem, CancellationToken cancellationToken)
    {
        var status = RestoreStatusBuilder.At(restore, restore.Status?.Phase ?? RestorePhase.Pending, message, Now);
        if (restore.Status?.Message != message)
        {
            services.Events.Warning(restore, isProblem ? "Invalid Spec" : "Restore Waits", $"EtcdRestore {restore.Metadata.Name}: {message}");
        }

        await WriteAsync(restore, isProblem ? status with { Reason = message } : status, cancellationToken);
        return ReconcileResult.After(_untilMended);
    }

    private async Task<ReconcileResult> FailAsync(EtcdRestore restore, string reason, CancellationToken cancellationToken)
    {
        await WriteAsync(restore, RestoreStatusBuilder.Failed(restore, reason, Now), cancellationToken);
        services.Events.Warning(restore, "Restore Failed", reason);
        Failed(logger, ObjectKey.Of(restore), reason);
        return ReconcileResult.Done;
    }

    private async Task<ReconcileResult> RetryAsync(EtcdRestore restore, StoreException error, CancellationToken cancellationToken)
    {
        var attempts = (restore.Status?.Attempts ?? 0) + 1;
        if (!error.IsTransient || attempts >= Tries)
        {
            return await FailAsync(restore, $"{error.Message}. The cluster was not touched", cancellationToken);
        }

        await WriteAsync(restore, RestoreStatusBuilder.At(restore, RestorePhase.Verifying, error.Message, Now) with { Attempts = attempts }, cancellationToken);
        return ReconcileResult.After(TimeSpan.FromSeconds(1 << attempts));
    }

    private Task<EtcdRestore> WriteAsync(EtcdRestore restore, EtcdRestoreStatus status, CancellationToken cancellationToken) => ObjectStatus.WriteAsync(
        services.Client, EtcdKinds.Restore, restore, restore.Status, status, KubernetesJson.TypeInfo<EtcdRestoreStatus>(EtcdJson.Default), cancellationToken);

    [LoggerMessage(210, LogLevel.Information, "{Restore}: {Uri} is whole, {Bytes} bytes")]
    private static partial void Proved(ILogger logger, ObjectKey restore, string uri, long bytes);

    [LoggerMessage(211, LogLevel.Information, "{Restore}: {Message}")]
    private static partial void Succeeded(ILogger logger, ObjectKey restore, string message);

    [LoggerMessage(212, LogLevel.Error, "{Restore}: {Reason}")]
    private static partial void Failed(ILogger logger, ObjectKey restore, string reason);
}
