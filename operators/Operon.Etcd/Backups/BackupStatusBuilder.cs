using Operon.Etcd.Api;
using Operon.Etcd.Reconciling;

namespace Operon.Etcd.Backups;

/// <summary>The status that tells the truth about a backup. Pure.</summary>
internal static class BackupStatusBuilder
{
    public const string Ready = "BackupReady";
    public const string Retained = "RetentionApplied";
    public const string Tested = "RestoreTested";
    public const string Copied = "CopiesComplete";
    private const int LongestHistory = 20;

    /// <param name="backup">The object.</param>
    /// <param name="request">What it was asked for by; null for the schedule, or the only backup.</param>
    /// <param name="now">The time.</param>
    public static EtcdBackupStatus Started(EtcdBackup backup, string? request, DateTimeOffset now) => Base(backup) with
    {
        Phase = BackupPhase.Running,
        Pending = new PendingBackup { StartedAt = Seconds(now), Request = request },
        NextScheduleTime = null,
    };

    /// <summary>What is about to appear is known.</summary>
    public static EtcdBackupStatus Committing(EtcdBackup backup, BackupArtifact artifact) =>
        Base(backup) with { Pending = backup.Status!.Pending! with { Artifact = artifact } };

    public static EtcdBackupStatus Succeeded(EtcdBackup backup, BackupArtifact artifact, bool isPeriodic, DateTimeOffset? next, DateTimeOffset now)
    {
        var before = Base(backup);
        var request = before.Pending?.Request;
        var record = new BackupRecord { Time = Seconds(now), Succeeded = true, Artifact = artifact };
        return before with
        {
            Succeeded = true,
            Reason = null,
            Phase = isPeriodic ? BackupPhase.Scheduled : BackupPhase.Succeeded,
            EtcdVersion = artifact.EtcdVersion,
            EtcdRevision = artifact.EtcdRevision,
            LastSuccessDate = Seconds(now),
            Artifact = artifact,
            Attempts = 0,
            LastScheduleTime = isPeriodic && request is null ? before.Pending?.StartedAt ?? Seconds(now) : before.LastScheduleTime,
            Request = request is null ? before.Request : new BackupRequest { Token = request, Key = artifact.Key, Time = Seconds(now) },
            NextScheduleTime = next,
            Pending = null,
            History = isPeriodic || request is not null ? History(before, record) : before.History,
            Conditions = Conditions(backup, before, now).Set(Ready, "True", "BackupSucceeded", $"{artifact.Uri} holds revision {artifact.EtcdRevision}").Remove(Tested).Remove(Copied).ToList(),
        };
    }

    /// <param name="backup">The object.</param>
    /// <param name="reason">What went wrong.</param>
    /// <param name="isFinal">Whether this run is given up; else it is tried again.</param>
    /// <param name="isPeriodic">Whether another run follows.</param>
    /// <param name="next">When it does.</param>
    /// <param name="now">The time.</param>
    public static EtcdBackupStatus Failed(EtcdBackup backup, string reason, bool isFinal, bool isPeriodic, DateTimeOffset? next, DateTimeOffset now)
    {
        var before = Base(backup);
        return before with
        {
            Succeeded = false,
            Reason = reason,
            Phase = !isFinal ? BackupPhase.Running : isPeriodic ? BackupPhase.Scheduled : BackupPhase.Failed,
            Attempts = isFinal && isPeriodic ? 0 : before.Attempts + 1,
            LastScheduleTime = isFinal && isPeriodic ? before.Pending?.StartedAt ?? Seconds(now) : before.LastScheduleTime,
            NextScheduleTime = next,
            Pending = isFinal ? null : before.Pending,
            History = isFinal && isPeriodic ? History(before, new BackupRecord { Time = Seconds(now), Reason = reason }) : before.History,
            Conditions = Conditions(backup, before, now).Set(Ready, "False", isFinal ? "BackupFailed" : "BackupRetrying", reason).ToList(),
        };
    }

    /// <summary>It cannot be carried out as it is written; <paramref name="pending"/> tells whether it goes on by itself when what it names appears.</summary>
    public static EtcdBackupStatus Invalid(EtcdBackup backup, string problem, PendingBackup? pending, DateTimeOffset now)
    {
        var before = Base(backup);
        return before with
        {
            Succeeded = false,
            Reason = problem,
            Phase = BackupPhase.Failed,
            Pending = pending,
            Conditions = Conditions(backup, before, now).Set(Ready, "False", "InvalidSpec", problem).ToList(),
        };
    }

    public static EtcdBackupStatus Waiting(EtcdBackup backup, DateTimeOffset? next, bool isSuspended) => Base(backup) with
    {
        Phase = isSuspended ? BackupPhase.Suspended : BackupPhase.Scheduled,
        NextScheduleTime = next,
        Pending = null,
    };

    public static EtcdBackupStatus Pruned(EtcdBackup backup, string? error, int deleted, DateTimeOffset now)
    {
        var before = Base(backup);
        var conditions = Conditions(backup, before, now);
        return before with
        {
            Conditions = (error is null
                ? conditions.Set(Retained, "True", "RetentionApplied", deleted == 0 ? "nothing had to go" : $"deleted with the last backup: {deleted}")
                : conditions.Set(Retained, "False", "RetentionFailed", error)).ToList(),
        };
    }

    /// <summary>The copies, as far as they are there. Those that are not are no failure of the backup.</summary>
    /// <param name="backup">The object.</param>
    /// <param name="copies">What became of each.</param>
    /// <param name="goesOn">Whether those that are missing are tried again.</param>
    /// <param name="now">The time.</param>
    public static EtcdBackupStatus Copies(EtcdBackup backup, IReadOnlyList<BackupCopyStatus> copies, bool goesOn, DateTimeOffset now)
    {
        var before = Base(backup);
        var errors = copies.Where(copy => copy.Error is not null).Select(copy => copy.Error!).ToList();
        return WithArtifact(before, before.Artifact! with { Copies = goesOn ? null : copies }) with
        {
            Attempts = goesOn ? before.Attempts + 1 : 0,
            Conditions = Conditions(backup, before, now)
                .Set(Copied, errors.Count == 0 ? "True" : "False", errors.Count == 0 ? "Copied" : goesOn ? "Retrying" : "CopyFailed", errors.Count == 0 ? $"copies: {copies.Count}" : string.Join("; ", errors)).ToList(),
        };
    }

    /// <summary>A test restore runs, or has told what it found. A backup that cannot be restored has not succeeded.</summary>
    public static EtcdBackupStatus Testing(EtcdBackup backup, string outcome, string message, DateTimeOffset now)
    {
        var before = Base(backup);
        var artifact = before.Artifact! with { TestRestore = outcome };
        var hasFailed = outcome == TestOutcome.Failed;
        return WithArtifact(before, artifact) with
        {
            Attempts = outcome == TestOutcome.Running ? before.Attempts : 0,
            Succeeded = before.Succeeded && !hasFailed,
            Reason = hasFailed ? message : before.Reason,
            Phase = hasFailed && before.Phase == BackupPhase.Succeeded ? BackupPhase.Failed : before.Phase,
            Conditions = Conditions(backup, before, now).Set(Tested, outcome switch
            {
                TestOutcome.Succeeded => "True",
                TestOutcome.Failed => "False",
                _ => "Unknown",
            }, $"TestRestore{outcome}", message).ToList(),
        };
    }

    private static EtcdBackupStatus WithArtifact(EtcdBackupStatus before, BackupArtifact artifact) => before with
    {
        Artifact = artifact,
        History = before.History is [{ } latest, ..] && latest.Artifact?.Key == artifact.Key ? [latest with { Artifact = artifact }, .. before.History.Skip(1)] : before.History,
    };

    private static EtcdBackupStatus Base(EtcdBackup backup) => (backup.Status ?? new EtcdBackupStatus()) with { ObservedGeneration = backup.Metadata.Generation };

    private static List<BackupRecord> History(EtcdBackupStatus before, BackupRecord record) => [record, .. (before.History ?? []).Take(LongestHistory - 1)];

    private static ConditionSet Conditions(EtcdBackup backup, EtcdBackupStatus before, DateTimeOffset now) =>
        ConditionSet.From(before.Conditions, backup.Metadata.Generation, now);

    // The API's times have no fractions.
    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
