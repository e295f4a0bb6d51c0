using Operon.Etcd.Backups;
using Operon.Etcd.Backups.Retention;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

public sealed class RetentionPlanTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Revision_10_outlives_revision_9_though_it_sorts_before_it_as_text()
    {
        var expired = Expire(new RetentionPolicy { MaxCount = 1 }, Key(9, TimeSpan.FromHours(2)), Key(10, TimeSpan.FromHours(1)));
        Assert.Equal([9L], Revisions(expired));
    }

    [Fact]
    public void After_a_restore_to_a_lower_revision_the_later_backup_is_still_the_newer_one()
    {
        var expired = Expire(new RetentionPolicy { MaxCount = 1 }, Key(5000, TimeSpan.FromHours(2)), Key(12, TimeSpan.FromHours(1)));
        Assert.Equal([5000L], Revisions(expired));
    }

    [Fact]
    public void Older_than_the_age_go_but_never_the_newest()
    {
        var policy = new RetentionPolicy { MaxAge = TimeSpan.FromDays(7) };
        Assert.Equal([1L], Revisions(Expire(policy, Key(1, TimeSpan.FromDays(8)), Key(2, TimeSpan.FromDays(6)))));
        Assert.Empty(Expire(policy, Key(1, TimeSpan.FromDays(80))));
    }

    [Fact]
    public void A_ladder_keeps_the_newest_of_each_of_its_steps()
    {
        // Every two hours for sixty days.
        var all = Enumerable.Range(0, 60 * 12).Select(i => Key(10_000 - i, TimeSpan.FromHours(2 * i))).ToList();
        var expired = RetentionPlan.Expired(all, new RetentionPolicy { Ladder = new RetentionLadder(3, 5, 4, 2) }, _now);
        var kept = all.Except(expired).Select(key => key.Time.ToString("MM-dd HH", System.Globalization.CultureInfo.InvariantCulture)).ToList();

        // Three hours, five days, four weeks (which end on Sundays), two months; some of them are the same backup.
        Assert.Equal(["11-29 12", "11-29 10", "11-29 08", "11-28 22", "11-27 22", "11-26 22", "11-25 22", "11-22 22", "11-15 22", "11-08 22", "10-31 22"], kept);
    }

    [Fact]
    public void A_long_pause_does_not_empty_the_store()
    {
        var old = Enumerable.Range(0, 3).Select(i => Key(i + 1, TimeSpan.FromDays(400 + i))).ToArray();
        Assert.Empty(Expire(new RetentionPolicy { Ladder = new RetentionLadder(0, 3, 0, 0) }, old));
    }

    [Fact]
    public void What_one_part_gives_up_is_deleted_even_when_another_would_keep_it()
    {
        var policy = new RetentionPolicy { MaxCount = 2, MaxAge = TimeSpan.FromHours(3) };
        var expired = Expire(policy, Key(1, TimeSpan.FromHours(4)), Key(2, TimeSpan.FromHours(2.5)), Key(3, TimeSpan.FromHours(2)), Key(4, TimeSpan.FromHours(1)));
        Assert.Equal([2L, 1L], Revisions(expired));
    }

    private static IReadOnlyList<BackupKey> Expire(RetentionPolicy policy, params BackupKey[] backups) => RetentionPlan.Expired(backups, policy, _now);

    private static IEnumerable<long> Revisions(IEnumerable<BackupKey> backups) => backups.Select(backup => backup.Revision);

    private static BackupKey Key(long revision, TimeSpan age) => new("p", revision, _now - age);
}
