using Cronos;
using Operon.Etcd.Objects;

namespace Operon.Etcd.Backups;

/// <summary>When backups are due: by a cron expression in a time zone, or in a fixed interval. Computed from status, never from memory.</summary>
internal sealed class BackupSchedule
{
    private readonly CronExpression? _cron;
    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan _interval;

    private BackupSchedule(CronExpression? cron, TimeZoneInfo zone, TimeSpan interval)
    {
        _cron = cron;
        _zone = zone;
        _interval = interval;
    }

    /// <summary>Throws <see cref="InvalidSpecException"/> that names the field.</summary>
    public static BackupSchedule Cron(string expression, string? timeZone)
    {
        try
        {
            var zone = string.IsNullOrEmpty(timeZone) ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(timeZone);
            return new BackupSchedule(CronExpression.Parse(expression), zone, default);
        }
        catch (CronFormatException e)
        {
            throw new InvalidSpecException($"spec.schedule: \"{expression}\" is not a cron expression of five fields such as \"0 3 * * *\": {e.Message}");
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new InvalidSpecException($"spec.timeZone: \"{timeZone}\" is not known; use a name of the IANA database such as Europe/Berlin");
        }
    }

    public static BackupSchedule Every(TimeSpan interval) => new(null, TimeZoneInfo.Utc, interval);

    /// <summary>
    /// The next time at which a backup is due, which may be past: of several that were missed, only one is made up for. Null when the expression has
    /// no further time.
    /// </summary>
    /// <param name="created">When the object was made.</param>
    /// <param name="last">When the last backup began; null for none. The first one of an interval is due at once.</param>
    public DateTimeOffset? Next(DateTimeOffset created, DateTimeOffset? last)
    {
        if (_cron is null)
        {
            return last is { } before ? before + _interval : created;
        }

        return _cron.GetNextOccurrence(last ?? created, _zone);
    }
}
