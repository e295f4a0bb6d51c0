using System.Globalization;

namespace Operon.Etcd.Backups.Retention;

/// <summary>Which backups have to go. Pure. The newest one never does.</summary>
internal static class RetentionPlan
{
    public static IReadOnlyList<BackupKey> Expired(IEnumerable<BackupKey> backups, RetentionPolicy policy, DateTimeOffset now)
    {
        var newestFirst = backups.OrderDescending().ToList();
        var onLadder = policy.Ladder is { } ladder ? Steps(newestFirst, ladder) : null;
        return [.. newestFirst.Where((backup, index) => index > 0
            && (index >= policy.MaxCount || now - backup.Time > policy.MaxAge || onLadder?.Contains(backup) == false))];
    }

    private static HashSet<BackupKey> Steps(List<BackupKey> newestFirst, RetentionLadder ladder)
    {
        var kept = new HashSet<BackupKey>();
        Keep(ladder.Hourly, time => time.ToString("yyyy-MM-dd HH", CultureInfo.InvariantCulture));
        Keep(ladder.Daily, time => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Keep(ladder.Weekly, time => $"{ISOWeek.GetYear(time)} {ISOWeek.GetWeekOfYear(time)}");
        Keep(ladder.Monthly, time => time.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        return kept;

        // Steps without a backup are not counted: a pause of the schedule must not empty the store.
        void Keep(int steps, Func<DateTime, string> step)
        {
            foreach (var newestOfStep in newestFirst.GroupBy(backup => step(backup.Time.UtcDateTime)).Take(steps))
            {
                kept.Add(newestOfStep.First());
            }
        }
    }
}
