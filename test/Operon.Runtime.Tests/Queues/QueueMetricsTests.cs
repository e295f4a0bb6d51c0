using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class QueueMetricsTests : IDisposable
{
    private readonly string _name = $"queue-{Guid.NewGuid():N}";
    private readonly FakeTimeProvider _clock = new();
    private readonly ControllerMetrics _metrics;
    private readonly WorkQueue<string> _queue;

    public QueueMetricsTests()
    {
        _metrics = new ControllerMetrics(_name);
        _queue = new WorkQueue<string>(_name, _clock);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task Depth_is_told_by_priority_and_follows_a_key_that_is_raised()
    {
        _queue.Add("a", priority: QueuePriority.Low);
        _queue.Add("b", priority: QueuePriority.Low);
        _queue.Add("c");
        _queue.Add("c");
        _queue.Add("later", delay: TimeSpan.FromSeconds(1));
        Assert.Equal((2, 1, 3), (Depth("priority=-100"), Depth("priority=0"), Depth()));

        _queue.Add("b");
        Assert.Equal((1, 2), (Depth("priority=-100"), Depth("priority=0")));

        await TakeAsync();
        await TakeAsync();
        Assert.Equal((1, 0), (Depth("priority=-100"), Depth("priority=0")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 1), (Depth("priority=-100"), Depth("priority=0")));
        await TakeAsync();
        await TakeAsync();
        Assert.Equal(0, Depth());
    }

    [Fact]
    public async Task A_key_handed_to_a_worker_that_waits_leaves_no_depth_behind()
    {
        var waiting = _queue.TakeAsync().AsTask();
        _queue.Add("a", priority: 5);
        await waiting.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 1), (Depth(), _metrics.Sum("workqueue_adds_total")));
    }

    [Fact]
    public void What_a_disposed_queue_held_is_not_counted_any_more()
    {
        _queue.Add("a");
        _queue.Add("b", priority: QueuePriority.Low);
        Assert.Equal(2, Depth());
        _queue.Dispose();
        Assert.Equal((0, 0), (Depth("priority=0"), Depth("priority=-100")));
        Assert.Null(_metrics.Observe("workqueue_unfinished_work_seconds"));
        Assert.Null(_metrics.Observe("workqueue_longest_running_processor_seconds"));
    }

    [Fact]
    public async Task Adds_count_keys_that_enter_and_not_what_merges_into_them()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");
        Assert.Equal(2, _metrics.Sum("workqueue_adds_total"));

        await TakeAsync();
        _queue.Add("a");
        _queue.Add("a");
        Assert.Equal(3, _metrics.Sum("workqueue_adds_total"));
    }

    [Fact]
    public async Task Retries_count_what_comes_back_with_a_back_off()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.AddFailed("a");
        _queue.Done("a");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await TakeAsync();
        _queue.AddFailed("a");
        _queue.Done("a");
        Assert.Equal((2, 3), (_metrics.Sum("workqueue_retries_total"), _metrics.Sum("workqueue_adds_total")));
    }

    [Fact]
    public async Task Unfinished_work_is_the_sum_and_the_longest_run_the_oldest_of_what_is_in_work()
    {
        _queue.Add("a");
        _queue.Add("b");
        Assert.Equal((0, 0), InWork());
        await TakeAsync();
        _clock.Advance(TimeSpan.FromSeconds(30));
        await TakeAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((50, 40), InWork());

        _queue.Done("a");
        Assert.Equal((10, 10), InWork());
        Assert.Equal(40, _metrics.Sum("workqueue_work_duration_seconds"));
        _queue.Done("b");
        Assert.Equal((0, 0), InWork());
    }

    [Fact]
    public async Task Queue_time_counts_from_when_the_key_was_due()
    {
        _queue.Add("a", delay: TimeSpan.FromSeconds(20));
        _clock.Advance(TimeSpan.FromSeconds(20));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), (await TakeAsync()).Waited);
        Assert.Equal(3, _metrics.Sum("workqueue_queue_duration_seconds"));
    }

    private (double Unfinished, double Longest) InWork() =>
        (_metrics.Observe("workqueue_unfinished_work_seconds")!.Value, _metrics.Observe("workqueue_longest_running_processor_seconds")!.Value);

    private double Depth(string tag = "") => _metrics.Sum("workqueue_depth", tag);

    private async Task<QueueItem<string>> TakeAsync() =>
        (await _queue.TakeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken))!.Value;
}
