using Microsoft.Extensions.Logging;
using Operon.Etcd.Api;
using Operon.Etcd.Backups.Retention;
using Operon.Etcd.Backups.Tasks;
using Operon.Etcd.Objects;
using Operon.Etcd.Reconciling;
using Operon.Etcd.Stores;
using Operon.Kubernetes;
using Operon.Runtime;

namespace Operon.Etcd.Backups;

/// <summary>
/// Takes the backups an EtcdBackup asks for. When one is due follows from the object alone, so a new process goes on where the last one stopped.
/// </summary>
internal sealed partial class BackupReconciler(BackupServices services, ILogger<BackupReconciler> logger) : IReconciler
{
    private const int Tries = 5;
    private static readonly TimeSpan _firstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _longestRetry = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _untilMended = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longestSleep = TimeSpan.FromHours(1);

    private DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task<ReconcileResult> ReconcileAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        // Read live: a stale status would take a backup a second time.
        var backup = await services.Client.Resource(EtcdKinds.Backup).FindAsync(context.Key.Namespace, context.Key.Name, cancellationToken);
        if (backup is null || !services.Scope.Covers(backup))
        {
            return ReconcileResult.Done;
        }

        backup = await OldFinalizer.RemoveAsync(services.Client, backup, cancellationToken);
        if (backup is null || backup.Metadata.DeletionTimestamp is not null)
        {
            return ReconcileResult.Done;
        }

        BackupPlan plan;
        try
        {
            plan = BackupPlan.Read(backup.Spec);
        }
        catch (InvalidSpecException e)
        {
            await InvalidAsync(backup, e.Message, goesOn: false, cancellationToken);
            return ReconcileResult.Done;
        }

        try
        {
            return await StepAsync(backup, plan, cancellationToken);
        }
        catch (InvalidSpecException e)
        {
            // A missing secret or cluster may appear without a change of this object.
            await InvalidAsync(backup, e.Message, goesOn: true, cancellationToken);
            return ReconcileResult.After(_untilMended);
        }
    }

    private async Task<ReconcileResult> StepAsync(EtcdBackup backup, BackupPlan plan, CancellationToken cancellationToken)
    {
        if (backup.Spec.Copies is { Count: > 0 } && backup.Status is { Pending: null, Artifact.Copies: null })
        {
            return await CopyAsync(backup, plan, cancellationToken);
        }

        if (backup.Spec.TestRestore && backup.Status is { Pending: null, Artifact: { TestRestore: null or TestOutcome.Running } })
        {
            return await TestAsync(backup, plan, cancellationToken);
        }

        if (backup.Status?.Pending is null && BackupRequest.Open(backup) is not null)
        {
            return await RunAsync(backup, plan, cancellationToken);
        }

        if (plan.Schedule is not { } schedule)
        {
            return IsFinished(backup) ? ReconcileResult.Done : await RunAsync(backup, plan, cancellationToken);
        }

        if (backup.Status?.Pending is not null)
        {
            return await RunAsync(backup, plan, cancellationToken);
        }

        if (backup.Spec.Suspend)
        {
            await WriteAsync(backup, BackupStatusBuilder.Waiting(backup, null, isSuspended: true), cancellationToken);
            return ReconcileResult.Done;
        }

        var due = Next(backup, schedule, backup.Status?.LastScheduleTime);
        if (due is { } time && time <= Now)
        {
            return await RunAsync(backup, plan, cancellationToken);
        }

        await WriteAsync(backup, BackupStatusBuilder.Waiting(backup, due, isSuspended: false), cancellationToken);
        return Sleep(due);
    }

    /// <summary>A backup that is taken once stays as it is until its spec changes; so do those an operator of the CoreOS project finished.</summary>
    private static bool IsFinished(EtcdBackup backup) => backup.Status is { } status
        && status.Pending is null
        && (status.Succeeded || !string.IsNullOrEmpty(status.Reason))
        && status.Phase is null or BackupPhase.Succeeded or BackupPhase.Failed
        && (status.Succeeded || status.ObservedGeneration is null || status.ObservedGeneration == backup.Metadata.Generation);

    private async Task<ReconcileResult> RunAsync(EtcdBackup backup, BackupPlan plan, CancellationToken cancellationToken)
    {
        var isPeriodic = plan.Schedule is not null;
        if (backup.Status?.Pending is null)
        {
            backup = await WriteAsync(backup, BackupStatusBuilder.Started(backup, BackupRequest.Open(backup), Now), cancellationToken);
        }

        var current = backup;
        var outcome = await services.WayOf(plan).StepAsync(
            backup, plan, async artifact => current = await WriteAsync(current, BackupStatusBuilder.Committing(current, artifact), cancellationToken), cancellationToken);
        if (outcome is null)
        {
            return ReconcileResult.After(_look);
        }

        if (outcome.Artifact is { } done)
        {
            var next = isPeriodic ? Next(current, plan.Schedule!, Last(current)) : null;
            current = await WriteAsync(current, BackupStatusBuilder.Succeeded(current, done, isPeriodic, next, Now), cancellationToken);
            services.Events.Normal(current, "Backup Succeeded", $"{done.Uri}: revision {done.EtcdRevision}, {done.SizeBytes} bytes");
            Stored(logger, ObjectKey.Of(backup), done.Uri, done.EtcdRevision, done.SizeBytes);
            await ForgetAsync(current, outcome, cancellationToken);
            await PruneAsync(current, plan, outcome.Deleted, cancellationToken);
            return current.Spec.TestRestore || current.Spec.Suspend || current.Spec.Copies is { Count: > 0 } ? ReconcileResult.Again : Sleep(next);
        }

        return await FailedAsync(current, plan, outcome, cancellationToken);
    }

    private async Task<ReconcileResult> FailedAsync(EtcdBackup backup, BackupPlan plan, BackupOutcome outcome, CancellationToken cancellationToken)
    {
        var isPeriodic = plan.Schedule is not null;
        var attempts = backup.Status!.Attempts + 1;
        // Somebody waits for a backup that was asked for: it is not given up.
        var isFinal = backup.Status.Pending?.Request is null && (!outcome.IsTransient || attempts >= Tries);
        var next = isPeriodic && isFinal ? Next(backup, plan.Schedule!, Last(backup)) : null;
        await WriteAsync(backup, BackupStatusBuilder.Failed(backup, outcome.Error!, isFinal, isPeriodic, next, Now), cancellationToken);
        Failed(logger, ObjectKey.Of(backup), outcome.Error!, attempts);
        await ForgetAsync(backup, outcome, cancellationToken);
        if (isFinal)
        {
            services.Events.Warning(backup, "Backup Failed", outcome.Error!);
            return Sleep(next);
        }

        var wait = _firstRetry * (1 << Math.Min(attempts, Tries + 1));
        return ReconcileResult.After(wait < _longestRetry ? wait : _longestRetry);
    }

    private async Task ForgetAsync(EtcdBackup backup, BackupOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Pod is { } pod)
        {
            await services.Pods.DeleteAsync(backup.Metadata.NamespaceProperty, pod, cancellationToken);
        }
    }

    // Old backups that stay are no failure of the new one, but nobody should have to find out by the bill.
    private async Task PruneAsync(EtcdBackup backup, BackupPlan plan, int? deletedAlready, CancellationToken cancellationToken)
    {
        if (plan.Schedule is null || plan.Retention is null)
        {
            return;
        }

        string? error = null;
        var deleted = deletedAlready ?? 0;
        if (deletedAlready is null)
        {
            try
            {
                using var target = await services.Stores.OpenAsync(plan.Source, new ApiSecrets(services.Client, backup.Metadata.NamespaceProperty), cancellationToken);
                deleted = (await RetentionRun.PruneAsync(target, plan.Retention, Now, cancellationToken)).Count;
            }
            catch (StoreException e)
            {
                error = e.Message;
                services.Events.Warning(backup, "Retention Failed", e.Message);
            }
        }

        await WriteAsync(backup, BackupStatusBuilder.Pruned(backup, error, deleted, Now), cancellationToken);
    }

    private async Task<ReconcileResult> CopyAsync(EtcdBackup backup, BackupPlan plan, CancellationToken cancellationToken)
    {
        var copies = await services.Copies.CopyAsync(backup, plan, cancellationToken);
        var missing = copies.Where(copy => copy.Error is not null).ToList();
        var goesOn = missing.Count > 0 && backup.Status!.Attempts + 1 < Tries;
        backup = await WriteAsync(backup, BackupStatusBuilder.Copies(backup, copies, goesOn, Now), cancellationToken);
        if (goesOn)
        {
            return ReconcileResult.After(_firstRetry * (1 << backup.Status!.Attempts));
        }

        foreach (var copy in missing)
        {
            services.Events.Warning(backup, "Copy Failed", $"{copy.Uri}: {copy.Error}");
        }

        return ReconcileResult.Again;
    }

    private async Task<ReconcileResult> TestAsync(EtcdBackup backup, BackupPlan plan, CancellationToken cancellationToken)
    {
        var artifact = backup.Status!.Artifact!;
        if (artifact.TestRestore is null)
        {
            backup = await WriteAsync(backup, BackupStatusBuilder.Testing(backup, TestOutcome.Running, $"restoring {artifact.Uri}", Now), cancellationToken);
        }

        TaskResult? result;
        try
        {
            result = await services.Test.StepAsync(backup, plan, cancellationToken);
        }
        catch (InvalidSpecException e)
        {
            result = new TaskResult { Error = e.Message };
        }

        if (result is null)
        {
            return ReconcileResult.After(_look);
        }

        // A pod that was evicted or could not start says nothing about the backup.
        if (result is { Error: not null, IsTransient: true } && backup.Status!.Attempts < Tries)
        {
            await WriteAsync(backup, BackupStatusBuilder.Testing(backup, TestOutcome.Running, result.Error, Now) with { Attempts = backup.Status.Attempts + 1 }, cancellationToken);
            return ReconcileResult.After(_firstRetry);
        }

        var (outcome, message) = result.Error is { } error
            ? (TestOutcome.Failed, $"test restore of {artifact.Uri}: {error}")
            : (TestOutcome.Succeeded, $"restored to revision {result.Artifact!.EtcdRevision}{(result.Artifact.HashKv is null ? "" : "; the hash is that of the source")}");
        backup = await WriteAsync(backup, BackupStatusBuilder.Testing(backup, outcome, message, Now), cancellationToken);
        if (result.Error is null)
        {
            services.Events.Normal(backup, "Test Restore Succeeded", message);
        }
        else
        {
            services.Events.Warning(backup, "Test Restore Failed", message);
        }

        return ReconcileResult.Again;
    }

    private async Task InvalidAsync(EtcdBackup seen, string problem, bool goesOn, CancellationToken cancellationToken)
    {
        if (await services.Client.Resource(EtcdKinds.Backup).FindAsync(seen.Metadata.NamespaceProperty, seen.Metadata.Name, cancellationToken) is not { } backup)
        {
            return;
        }

        if (backup.Status?.Reason != problem)
        {
            services.Events.Warning(backup, "Invalid Spec", $"EtcdBackup {backup.Metadata.Name}: {problem}");
            Failed(logger, ObjectKey.Of(backup), problem, 0);
        }

        var pending = goesOn ? backup.Status?.Pending : null;
        await WriteAsync(backup, BackupStatusBuilder.Invalid(backup, problem, pending, Now), cancellationToken);
    }

    // A backup that was asked for leaves the schedule as it is.
    private static DateTimeOffset? Last(EtcdBackup backup) => backup.Status!.Pending is { Request: null } pending ? pending.StartedAt : backup.Status.LastScheduleTime;

    private static DateTimeOffset? Next(EtcdBackup backup, BackupSchedule schedule, DateTimeOffset? last)
    {
        var created = backup.Metadata.CreationTimestamp is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : DateTimeOffset.UnixEpoch;
        return schedule.Next(created, last);
    }

    private ReconcileResult Sleep(DateTimeOffset? until)
    {
        if (until is not { } time)
        {
            return ReconcileResult.Done;
        }

        var wait = time - Now;
        return ReconcileResult.After(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < _longestSleep ? wait : _longestSleep);
    }

    private Task<EtcdBackup> WriteAsync(EtcdBackup backup, EtcdBackupStatus status, CancellationToken cancellationToken) => ObjectStatus.WriteAsync(
        services.Client, EtcdKinds.Backup, backup, backup.Status, status, KubernetesJson.TypeInfo<EtcdBackupStatus>(EtcdJson.Default), cancellationToken);

    [LoggerMessage(200, LogLevel.Information, "{Backup}: stored {Uri}, revision {Revision}, {Bytes} bytes")]
    private static partial void Stored(ILogger logger, ObjectKey backup, string uri, long revision, long bytes);

    [LoggerMessage(201, LogLevel.Warning, "{Backup}: {Error} (failures in a row: {Attempts})")]
    private static partial void Failed(ILogger logger, ObjectKey backup, string error, int attempts);
}
