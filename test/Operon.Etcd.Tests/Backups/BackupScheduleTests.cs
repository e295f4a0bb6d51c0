using Operon.Etcd.Backups;
using Operon.Etcd.Objects;
using Xunit;

namespace Operon.Etcd.Tests.Backups;

public sealed class BackupScheduleTests
{
    private static readonly DateTimeOffset _created = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_backup_of_an_interval_is_due_at_once_and_the_next_one_from_its_beginning()
    {
        var schedule = BackupSchedule.Every(TimeSpan.FromMinutes(5));
        Assert.Equal(_created, schedule.Next(_created, null));
        Assert.Equal(_created.AddMinutes(9), schedule.Next(_created, _created.AddMinutes(4)));
    }

    [Fact]
    public void A_cron_expression_is_read_in_its_time_zone_across_the_change_of_summer_time()
    {
        var schedule = BackupSchedule.Cron("30 3 * * *", "Europe/Berlin");
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), schedule.Next(_created, new DateTimeOffset(2026, 3, 28, 2, 30, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 2, 30, 0, TimeSpan.Zero), schedule.Next(_created, null));
    }

    [Fact]
    public void Of_several_missed_times_one_is_made_up_for()
    {
        var schedule = BackupSchedule.Cron("0 * * * *", null);
        var due = schedule.Next(_created, _created)!.Value;
        var now = _created.AddHours(10);
        Assert.True(due < now);
        Assert.Equal(now.AddHours(1), schedule.Next(_created, now));
    }

    [Theory]
    [InlineData("* * *", null, "spec.schedule")]
    [InlineData("61 * * * *", null, "spec.schedule")]
    [InlineData("0 3 * * *", "Middle-earth/Shire", "spec.timeZone")]
    public void What_cannot_be_read_is_refused_with_its_field(string expression, string? zone, string field) =>
        Assert.StartsWith(field, Assert.Throws<InvalidSpecException>(() => BackupSchedule.Cron(expression, zone)).Message, StringComparison.Ordinal);
}
