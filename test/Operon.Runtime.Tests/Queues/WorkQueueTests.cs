using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class WorkQueueTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly WorkQueue<ObjectKey> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<ObjectKey>("test", _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task A_key_that_waits_is_handed_out_once_however_often_it_is_added()
    {
        _queue.Add(Make.Key("a"));
        _queue.Add(Make.Key("b"));
        _queue.Add(Make.Key("a"));

        Assert.Equal([Make.Key("a"), Make.Key("b")], [await TakeAsync(), await TakeAsync()]);
        Assert.False(_queue.TakeAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_key_in_work_is_not_handed_out_but_comes_once_more_when_it_was_added_meanwhile()
    {
        _queue.Add(Make.Key("a"));
        await TakeAsync();
        _queue.Add(Make.Key("a"));
        _queue.Add(Make.Key("a"));
        var next = _queue.TakeAsync().AsTask();
        Assert.False(next.IsCompleted);

        _queue.Done(Make.Key("a"));

        Assert.Equal(Make.Key("a"), (await next)!.Value.Key);
        _queue.Done(Make.Key("a"));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task Fresh_events_go_before_what_merely_was_there()
    {
        _queue.Add(Make.Key("old1"), priority: QueuePriority.Low);
        _queue.Add(Make.Key("old2"), priority: QueuePriority.Low);
        _queue.Add(Make.Key("new"));
        _queue.Add(Make.Key("old2"));

        Assert.Equal([Make.Key("new"), Make.Key("old2"), Make.Key("old1")], [await TakeAsync(), await TakeAsync(), await TakeAsync()]);
        Assert.False(_queue.TakeAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_delayed_key_becomes_ready_exactly_when_due_and_the_shortest_delay_counts()
    {
        _queue.Add(Make.Key("a"), delay: TimeSpan.FromSeconds(10));
        _queue.Add(Make.Key("a"), delay: TimeSpan.FromSeconds(2));
        _queue.Add(Make.Key("a"), delay: TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(1.999));
        Assert.Equal(0, _queue.Depth);

        _clock.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal(Make.Key("a"), await TakeAsync());
        _queue.Done(Make.Key("a"));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public void Failures_double_the_delay_from_5_ms_to_1000_s_until_forgotten()
    {
        var delays = new List<double>();
        for (var i = 0; i < 25; i++)
        {
            delays.Add(_queue.AddFailed(Make.Key("a")).TotalMilliseconds);
        }

        Assert.Equal([5, 10, 20, 40], delays.Take(4));
        Assert.Equal(655_360, delays[17]);
        Assert.All(delays.Skip(18), delay => Assert.Equal(1_000_000, delay));
        Assert.Equal(25, _queue.Failures(Make.Key("a")));

        _queue.Forget(Make.Key("a"));

        Assert.Equal(5, _queue.AddFailed(Make.Key("a")).TotalMilliseconds);
    }

    [Fact]
    public async Task A_shut_down_queue_lets_every_worker_go()
    {
        var workers = Enumerable.Range(0, 4).Select(_ => _queue.TakeAsync().AsTask()).ToArray();
        _queue.ShutDown();
        Assert.All(await Task.WhenAll(workers), item => Assert.Null(item));
    }

    [Fact]
    public async Task No_key_is_ever_with_two_workers_and_none_is_lost()
    {
        const int Keys = 20;
        const int Rounds = 500;
        var inWork = new int[Keys];
        var handled = new int[Keys];
        var overlaps = 0;
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await _queue.TakeAsync() is { Key: var key })
            {
                var i = int.Parse(key.Name, System.Globalization.CultureInfo.InvariantCulture);
                if (Interlocked.Increment(ref inWork[i]) != 1)
                {
                    Interlocked.Increment(ref overlaps);
                }

                await Task.Yield();
                Interlocked.Increment(ref handled[i]);
                Interlocked.Decrement(ref inWork[i]);
                _queue.Done(key);
            }
        }, Token)).ToArray();

        var added = new int[Keys];
        await Parallel.ForAsync(0, Keys * Rounds, Token, (i, _) =>
        {
            Interlocked.Increment(ref added[i % Keys]);
            _queue.Add(new ObjectKey("ns", $"{i % Keys}"), priority: i % 3 == 0 ? QueuePriority.Low : QueuePriority.Normal);
            return ValueTask.CompletedTask;
        });
        await Eventually.TrueAsync(() => _queue.Depth == 0 && inWork.All(count => count == 0));
        _queue.ShutDown();
        await Task.WhenAll(workers);

        Assert.Equal(0, overlaps);
        Assert.All(handled, count => Assert.InRange(count, 1, Rounds));
    }

    private async Task<ObjectKey> TakeAsync()
    {
        var take = _queue.TakeAsync().AsTask();
        return (await take.WaitAsync(TimeSpan.FromSeconds(10), Token))!.Value.Key;
    }
}
