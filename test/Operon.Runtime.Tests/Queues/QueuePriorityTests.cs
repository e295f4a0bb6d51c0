using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class QueuePriorityTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private WorkQueue<string> _queue;

    public QueuePriorityTests() => _queue = new WorkQueue<string>("test", _clock);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Merging_keeps_the_highest_priority_and_the_earliest_time()
    {
        _queue.Add("a", priority: 5, delay: TimeSpan.FromSeconds(10));
        _queue.Add("a", priority: 1, delay: TimeSpan.FromSeconds(2));
        _queue.Add("b", priority: 3);
        _clock.Advance(TimeSpan.FromSeconds(2));

        var first = await TakeAsync();
        Assert.Equal(("a", 5), (first.Key, first.Priority));
        Assert.Equal("b", (await TakeAsync()).Key);
        _queue.Done("a");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task Raising_the_priority_moves_a_key_to_the_end_of_its_new_level()
    {
        _queue.Add("low", priority: QueuePriority.Low);
        _queue.Add("one");
        _queue.Add("two");
        _queue.Add("low");
        Assert.Equal(["one", "two", "low"], [(await TakeAsync()).Key, (await TakeAsync()).Key, (await TakeAsync()).Key]);
    }

    [Fact]
    public async Task Lowering_is_no_merge_the_higher_priority_stays()
    {
        _queue.Add("a", priority: 7);
        _queue.Add("a", priority: -7);
        Assert.Equal(7, (await TakeAsync()).Priority);
    }

    [Fact]
    public async Task Levels_are_served_from_high_to_low_and_inside_first_in_first_out()
    {
        int[] priorities = [0, 50, -100, 50, 0, 7];
        for (var i = 0; i < priorities.Length; i++)
        {
            _queue.Add($"{i}", priority: priorities[i]);
        }

        var order = new List<string>();
        while (_queue.Depth > 0)
        {
            order.Add((await TakeAsync()).Key);
        }

        Assert.Equal(["1", "3", "5", "0", "4", "2"], order);
    }

    [Fact]
    public async Task An_endless_stream_of_urgent_keys_does_not_starve_the_low_ones()
    {
        _queue.Add("low1", priority: QueuePriority.Low);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _queue.Add("low2", priority: QueuePriority.Low);
        var order = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            _queue.Add($"urgent{i}");
            _queue.Add($"urgent{i}b");
            var key = (await TakeAsync()).Key;
            order.Add(key);
            _queue.Done(key);
        }

        Assert.Equal((15, 31), (order.IndexOf("low1"), order.IndexOf("low2")));
    }

    [Fact]
    public async Task A_key_added_while_it_is_in_work_keeps_the_priority_of_that_add()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.Add("a", priority: QueuePriority.Low);
        _queue.Done("a");
        Assert.Equal(QueuePriority.Low, (await TakeAsync()).Priority);
    }

    [Fact]
    public async Task A_delay_asked_for_during_work_counts_from_then_and_gives_way_to_an_event()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.Add("a", delay: TimeSpan.FromSeconds(5));
        _queue.Done("a");
        Assert.Equal(0, _queue.Depth);
        _queue.Add("a");
        Assert.Equal("a", (await TakeAsync()).Key);
        _queue.Done("a");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((0, 0), (_queue.Depth, _queue.Known));
    }

    [Fact]
    public async Task A_delay_that_ends_while_the_key_is_in_work_hands_it_out_after_done()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.Add("a", delay: TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _queue.Depth);
        _queue.Done("a");
        Assert.Equal("a", (await TakeAsync()).Key);
    }

    [Fact]
    public async Task The_limit_per_key_spaces_its_turns_and_leaves_other_keys_alone()
    {
        _queue.Dispose();
        _queue = new WorkQueue<string>("test", _clock, new QueueOptions { PerKey = new RateLimit(1, TimeSpan.FromSeconds(10)) });
        _queue.Add("busy");
        _queue.Done((await TakeAsync()).Key);
        _queue.Add("busy");
        _queue.Add("other");
        Assert.Equal("other", (await TakeAsync()).Key);
        Assert.Equal(0, _queue.Depth);

        _clock.Advance(TimeSpan.FromSeconds(9.999));
        Assert.Equal(0, _queue.Depth);
        _clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("busy", (await TakeAsync()).Key);
    }

    [Fact]
    public void The_bucket_for_retries_holds_all_keys_together_to_its_rate()
    {
        _queue.Dispose();
        _queue = new WorkQueue<string>("test", _clock, new QueueOptions { Retries = new RateLimit(10, TimeSpan.FromSeconds(1)) { Burst = 3 } });
        var delays = Enumerable.Range(0, 6).Select(i => _queue.AddFailed($"{i}").TotalMilliseconds);
        Assert.Equal([5, 5, 5, 100, 200, 300], delays);
    }

    [Fact]
    public void A_server_that_asks_for_more_time_gets_it()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), _queue.AddFailed("a", atLeast: TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromMilliseconds(10), _queue.AddFailed("a", atLeast: TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task A_delay_of_years_neither_overflows_nor_comes_early()
    {
        _queue.Add("far", delay: TimeSpan.MaxValue);
        _clock.Advance(TimeSpan.FromDays(400));
        Assert.Equal(0, _queue.Depth);
        _queue.Add("far");
        Assert.Equal("far", (await TakeAsync()).Key);
    }

    [Fact]
    public async Task Of_many_causes_the_first_the_latest_and_the_number_are_kept()
    {
        _queue.Add("a", new WorkCause(CauseKind.Added, "Pod"));
        _queue.Add("a", new WorkCause(CauseKind.Updated, "Node"));
        _queue.Add("a", new WorkCause(CauseKind.Request));
        var causes = (await TakeAsync()).Causes;
        Assert.Equal((CauseKind.Added, CauseKind.Request, 3), (causes.First.Kind, causes.Latest.Kind, causes.Count));
    }

    [Theory]
    [InlineData(0, 1000, 16)]
    [InlineData(5, 4, 16)]
    [InlineData(5, 1000, 1)]
    public void Options_that_make_no_sense_are_refused(int first, int longest, int turn) =>
        Assert.ThrowsAny<ArgumentException>(() => new WorkQueue<string>("bad", _clock, new QueueOptions
        {
            FirstBackoff = TimeSpan.FromMilliseconds(first),
            LongestBackoff = TimeSpan.FromMilliseconds(longest),
            LowerPriorityTurn = turn,
        }));

    private async Task<QueueItem<string>> TakeAsync() =>
        (await _queue.TakeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken))!.Value;
}
