using System.Collections.Concurrent;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class TimerTests
{
    private static readonly DateTimeOffset _start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ArmedClock _clock = new(_start);
    private readonly FakeCluster _cluster = new();
    private readonly ConcurrentQueue<TimeSpan> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_calls_at_once_and_then_an_interval_after_each_call_ended()
    {
        await using var running = await StartAsync(TimerSchedule.Every(TimeSpan.FromMinutes(1)), _ =>
        {
            // The call takes ten seconds.
            _clock.Advance(TimeSpan.FromSeconds(10));
            return Task.CompletedTask;
        });
        await Eventually.TrueAsync(() => _calls.Count == 1);
        Assert.Equal(TimeSpan.Zero, _calls.Single());
        await Eventually.TrueAsync(() => _calls.Count == 3, _clock, TimeSpan.FromSeconds(1));
        var calls = _calls.ToArray();
        Assert.True(calls[1] >= TimeSpan.FromSeconds(70));
        Assert.True(calls[2] - calls[1] >= TimeSpan.FromSeconds(70));
    }

    [Fact]
    public async Task A_sharp_one_keeps_to_the_beat_and_skips_the_ticks_it_missed()
    {
        var took = new ConcurrentQueue<TimeSpan>([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(150)]);
        await using var running = await StartAsync(TimerSchedule.Every(TimeSpan.FromMinutes(1)).Sharp(), _ =>
        {
            _clock.Advance(took.TryDequeue(out var time) ? time : TimeSpan.Zero);
            return Task.CompletedTask;
        });
        await Eventually.TrueAsync(() => _clock.HasTimerFor(_start.AddMinutes(1)));
        _clock.Advance(TimeSpan.FromSeconds(49));
        Assert.Single(_calls);
        _clock.Advance(TimeSpan.FromSeconds(1));

        // The second takes from 1:00 to 3:30: the ticks at 2:00 and 3:00 are skipped.
        await Eventually.TrueAsync(() => _clock.HasTimerFor(_start.AddMinutes(4)));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Eventually.TrueAsync(() => _calls.Count == 3);
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(4)], _calls);
    }

    [Fact]
    public async Task An_idle_one_waits_until_the_object_has_been_left_alone()
    {
        await using var running = await StartAsync(TimerSchedule.Every(TimeSpan.FromHours(1)).WhenIdleFor(TimeSpan.FromMinutes(5)), _ => Task.CompletedTask);
        await Eventually.TrueAsync(() => Running.Value is not null);
        _clock.Advance(TimeSpan.FromMinutes(4));
        var before = Running.Value!.DesiredStateChanged;
        await _cluster.Resource(ResourceKinds.ConfigMap).UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await Eventually.TrueAsync(() => Running.Value!.DesiredStateChanged > before);

        // Five minutes after the start, but only one after the change.
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_calls);
        await Eventually.TrueAsync(() => _calls.Count == 1, _clock, TimeSpan.FromSeconds(10));
        Assert.True(_calls.Single() >= TimeSpan.FromMinutes(9), $"called {_calls.Single()} after the start");
    }

    [Fact]
    public async Task Initial_delay_and_jitter_hold_back_the_first_call()
    {
        await using var running = await StartAsync(
            TimerSchedule.Every(TimeSpan.FromHours(1)).StartingAfter(TimeSpan.FromMinutes(1)).WithJitter(TimeSpan.FromMinutes(1)), _ => Task.CompletedTask);
        await Eventually.TrueAsync(() => Running.Value is not null);
        await Eventually.TrueAsync(() => _calls.Count == 1, _clock, TimeSpan.FromSeconds(1));
        Assert.True(_calls.Single() >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Jitter_spreads_the_timers_of_many_objects_and_stays_below_its_limit()
    {
        var schedule = TimerSchedule.Every(TimeSpan.FromHours(1)).WithJitter(TimeSpan.FromMinutes(1));
        var delays = Enumerable.Range(0, 100).Select(_ => schedule.NextJitter()).ToArray();
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.True(delays.Distinct().Count() > 50);
    }

    [Fact]
    public async Task A_failure_is_tried_again_by_back_off_before_the_schedule_goes_on()
    {
        await using var running = await StartAsync(
            TimerSchedule.Every(TimeSpan.FromHours(1)), timer => timer.Attempt < 2 ? throw new InvalidOperationException("no") : Task.CompletedTask);
        await Eventually.TrueAsync(() => _calls.Count == 3, _clock, TimeSpan.FromMilliseconds(200));
        Assert.True(_calls.Last() < TimeSpan.FromHours(1));
        await Eventually.TrueAsync(() => _calls.Count == 4, _clock, TimeSpan.FromMinutes(1));
        Assert.True(_calls.Last() >= TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_schedule_that_makes_no_sense_is_refused()
    {
        var manager = new ControllerManager(_cluster);
        var error = Assert.Throws<ArgumentException>(
            () => manager.Timer("backup", ResourceKinds.ConfigMap, TimerSchedule.Every(TimeSpan.Zero), (_, _) => Task.CompletedTask));
        Assert.Contains("'backup'", error.Message, StringComparison.Ordinal);
    }

    private StrongReference Running { get; } = new();

    private async Task<RunningManager> StartAsync(TimerSchedule schedule, Func<DaemonContext<V1ConfigMap>, Task> handler)
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a", "1"), Token);
        var manager = new ControllerManager(_cluster, new() { TimeProvider = _clock });
        manager.Timer("backup", ResourceKinds.ConfigMap, schedule, (timer, _) =>
        {
            _calls.Enqueue(_clock.GetUtcNow() - _start);
            return handler(timer);
        }, new() { Matches = _ => true });
        manager.Daemon("witness", ResourceKinds.ConfigMap, async (daemon, stop) =>
        {
            Running.Value = daemon;
            await Task.Delay(Timeout.Infinite, stop);
        });
        return new RunningManager(manager);
    }

    private sealed class StrongReference
    {
        public volatile DaemonContext<V1ConfigMap>? Value;
    }
}
