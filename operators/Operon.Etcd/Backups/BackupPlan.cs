using Operon.Etcd.Api;
using Operon.Etcd.Backups.Retention;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Backups;

/// <summary>A spec that has been checked: what to do and when.</summary>
internal sealed record BackupPlan
{
    private static readonly TimeSpan _defaultTimeout = TimeSpan.FromSeconds(60);

    public required BackupSource Source { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Null for a backup that is taken once.</summary>
    public BackupSchedule? Schedule { get; init; }

    public RetentionPolicy? Retention { get; init; }

    /// <summary>Whether revision and time are added to the key: only the one backup of an object that is taken once has the path itself.</summary>
    public bool IsNumbered(EtcdBackup backup) => Schedule is not null || backup.Status?.Pending?.Request is not null;

    /// <summary>Throws <see cref="InvalidSpecException"/> that names the fields.</summary>
    public static BackupPlan Read(EtcdBackupSpec spec)
    {
        var problems = BackupValidation.Problems(spec);
        if (problems.Count > 0)
        {
            throw new InvalidSpecException(string.Join("; ", problems));
        }

        var seconds = spec.BackupPolicy?.TimeoutInSecond ?? 0;
        return new BackupPlan
        {
            Source = BackupSource.Of(spec),
            Timeout = seconds == 0 ? _defaultTimeout : TimeSpan.FromSeconds(seconds),
            Schedule = ScheduleOf(spec),
            Retention = RetentionOf(spec.Retention, spec.BackupPolicy?.MaxBackups ?? 0),
        };
    }

    private static BackupSchedule? ScheduleOf(EtcdBackupSpec spec)
    {
        if (!string.IsNullOrEmpty(spec.Schedule))
        {
            return BackupSchedule.Cron(spec.Schedule, spec.TimeZone);
        }

        return spec.BackupPolicy?.BackupIntervalInSecond is { } seconds and > 0 ? BackupSchedule.Every(TimeSpan.FromSeconds(seconds)) : null;
    }

    /// <summary>Null when everything is kept.</summary>
    public static RetentionPolicy? RetentionOf(BackupRetention? retention, int maxBackups)
    {
        var count = retention?.MaxCount ?? (maxBackups > 0 ? maxBackups : null);
        TimeSpan? age = retention?.MaxAge is { Length: > 0 } text && AgeText.TryParse(text, out var parsed) ? parsed : null;
        var ladder = retention?.Ladder is { } steps ? new RetentionLadder(steps.Hourly, steps.Daily, steps.Weekly, steps.Monthly) : null;
        return count is null && age is null && ladder is null ? null : new RetentionPolicy { MaxCount = count, MaxAge = age, Ladder = ladder };
    }
}
