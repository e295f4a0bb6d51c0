using Operon.Etcd.Membership;
using Xunit;

namespace Operon.Etcd.Tests.Membership;

public sealed class HealthClockTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Health_counts_from_its_first_sight_until_it_changes()
    {
        var clock = new HealthClock();
        Assert.Equal(_start, clock.Note(1, "c-a", isHealthy: true, _start));
        Assert.Equal(_start, clock.Note(1, "c-a", isHealthy: true, _start.AddSeconds(9)));
        Assert.Equal(_start.AddSeconds(10), clock.Note(1, "c-a", isHealthy: false, _start.AddSeconds(10)));
    }

    [Fact]
    public void M8_a_restart_that_nobody_saw_begins_the_healthy_time_anew()
    {
        var clock = new HealthClock();
        clock.NoteContainer("c-a", "first");
        clock.NoteContainer("c-b", "other");
        clock.Note(1, "c-a", isHealthy: true, _start);
        clock.Note(2, "c-b", isHealthy: true, _start);

        clock.NoteContainer("c-a", "second");
        clock.NoteContainer("c-b", "other");
        Assert.Equal(_start.AddSeconds(9), clock.Note(1, "c-a", isHealthy: true, _start.AddSeconds(9)));
        Assert.Equal(_start.AddSeconds(9), clock.Note(1, "c-a", isHealthy: true, _start.AddSeconds(20)));
        Assert.Equal(_start, clock.Note(2, "c-b", isHealthy: true, _start.AddSeconds(9)));
    }
}
