using System.Collections.Concurrent;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class SourceTests
{
    // A time nothing else in the manager waits for, so that the clock tells when the poll does.
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(61);
    private readonly FakeCluster _cluster = new();
    private readonly ArmedClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ConcurrentQueue<string> _calls = [];
    private readonly ConcurrentQueue<WorkCause> _causes = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_published_to_a_channel_reaches_every_controller_that_listens_also_when_it_starts_later()
    {
        var channel = new EventChannel<string>();
        var manager = new ControllerManager(_cluster);
        foreach (var name in new[] { "one", "two" })
        {
            manager.KeyController<string>(name)
                .WatchesRaw(channel.ToSource("orders", (string order) => order.Split(',')))
                .ReconcileWith((context, _) => Record($"{name} {context.Key}", context.Causes.First));
        }

        await channel.PublishAsync("a,b", Token);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 4);
        Assert.True(channel.TryPublish("c"));
        await Eventually.TrueAsync(() => _calls.Count == 6);

        Assert.Equal(["one a", "one b", "one c", "two a", "two b", "two c"], _calls.Order());
        Assert.All(_causes, cause => Assert.Equal(new WorkCause(CauseKind.External, "orders"), cause));
    }

    [Fact]
    public async Task A_full_channel_makes_publishers_wait_or_says_no()
    {
        var channel = new EventChannel<int>(capacity: 2);
        var manager = new ControllerManager(_cluster);
        manager.KeyController<int>("slow").WatchesRaw(channel.ToSource("numbers", (int number) => new[] { number })).ReconcileWith((context, _) => Record($"{context.Key}"));
        var roomy = channel.ToSource("roomy", (int number) => new[] { number });
        Assert.True(channel.TryPublish(1));
        Assert.True(channel.TryPublish(2));

        Assert.False(channel.TryPublish(3));
        var publishing = channel.PublishAsync(4, Token);
        Assert.False(publishing.IsCompleted);
        using var impatient = new CancellationTokenSource();
        var given = channel.PublishAsync(5, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.AsTask());

        manager.KeyController<int>("other").WatchesRaw(roomy).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));
        await using var running = new RunningManager(manager);
        await publishing.AsTask().WaitAsync(TimeSpan.FromSeconds(20), Token);
        await Eventually.TrueAsync(() => _calls.Count == 3);
        Assert.Equal(["1", "2", "4"], _calls);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventChannel<int>(0));
    }

    [Fact]
    public async Task An_item_the_map_of_a_channel_fails_on_is_logged_and_the_next_ones_count()
    {
        var log = new ListLoggerFactory();
        var channel = new EventChannel<string>();
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { LoggerFactory = log });
        manager.KeyController<int>("numbers")
            .WatchesRaw(channel.ToSource("orders", (string order) => new[] { int.Parse(order, System.Globalization.CultureInfo.InvariantCulture) }))
            .ReconcileWith((context, _) => Record($"{context.Key}"));
        await using var running = new RunningManager(manager);
        await channel.PublishAsync("x", Token);
        await channel.PublishAsync("7", Token);
        await Eventually.TrueAsync(() => _calls.Count == 1);
        Assert.Equal(["7"], _calls);
        Assert.Contains(log.Messages, message => message.Contains("The map of orders failed", StringComparison.Ordinal));
        Assert.False(running.Task.IsCompleted);
    }

    [Fact]
    public async Task Polling_wakes_the_keys_whose_state_appeared_changed_or_went_away()
    {
        IReadOnlyDictionary<string, int> state = new Dictionary<string, int> { ["a"] = 1, ["b"] = 1, ["c"] = 1 };
        var polls = 0;
        var manager = Manager();
        manager.KeyController<string>("tenants")
            .WatchesRaw(Sources.Polling("billing", _interval, _ =>
            {
                polls++;
                return Task.FromResult(Volatile.Read(ref state));
            }))
            .ReconcileWith((context, _) => Record(context.Key, context.Causes.First));
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 3 && IsArmed(1));

        Volatile.Write(ref state, new Dictionary<string, int> { ["a"] = 1, ["b"] = 2, ["d"] = 1 });
        _clock.Advance(_interval);
        await Eventually.TrueAsync(() => _calls.Count == 6 && IsArmed(2));

        _clock.Advance(_interval);
        await Eventually.TrueAsync(() => IsArmed(3));
        Assert.Equal(["a", "b", "c", "b", "d", "c"], _calls);
        Assert.Equal(3, polls);
        Assert.All(_causes, cause => Assert.Equal(new WorkCause(CauseKind.External, "billing"), cause));
    }

    [Fact]
    public async Task A_poll_that_fails_is_logged_and_wakes_nobody_and_the_next_goes_on_from_what_was_known()
    {
        var log = new ListLoggerFactory();
        var polls = 0;
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { TimeProvider = _clock, LoggerFactory = log });
        manager.KeyController<string>("tenants")
            .WatchesRaw(Sources.Polling<string, int>("billing", _interval, _ => ++polls switch
            {
                1 => Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1 }),
                2 => throw new HttpRequestException("connection refused"),
                _ => Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1, ["b"] = 1 }),
            }))
            .ReconcileWith((context, _) => Record(context.Key));
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 1 && IsArmed(1));
        _clock.Advance(_interval);
        await Eventually.TrueAsync(() => IsArmed(2));
        Assert.Contains(log.Messages, message => message.Contains("Polling billing failed", StringComparison.Ordinal));
        Assert.Single(_calls);

        _clock.Advance(_interval);
        await Eventually.TrueAsync(() => _calls.Count == 2);
        Assert.Equal(["a", "b"], _calls);
        Assert.False(running.Task.IsCompleted);
    }

    [Fact]
    public async Task Polling_per_object_wakes_the_object_whose_state_changed_and_one_failure_leaves_the_others_alone()
    {
        await CreateAsync("a", "b", "c");
        var sizes = new ConcurrentDictionary<string, int> { ["a"] = 1, ["b"] = 1, ["c"] = 1 };
        var broken = "";
        var manager = Manager();
        manager.KeyController<ObjectKey>("buckets")
            .WatchesRaw(Sources.PollingPerObject("sizes", _interval, manager.Cache(ResourceKinds.ConfigMap), (map, _) =>
                map.Metadata.Name == Volatile.Read(ref broken) ? throw new HttpRequestException("refused") : Task.FromResult(sizes[map.Metadata.Name])))
            .ReconcileWith((context, _) => Record(context.Key.Name, context.Causes.First));
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 3 && IsArmed(1));

        (sizes["a"], sizes["c"]) = (2, 2);
        Volatile.Write(ref broken, "a");
        _clock.Advance(_interval);
        await Eventually.TrueAsync(() => _calls.Count == 4 && IsArmed(2));
        Assert.Equal("c", _calls.Last());

        Volatile.Write(ref broken, "");
        _clock.Advance(_interval);
        await Eventually.TrueAsync(() => _calls.Count == 5 && IsArmed(3));
        Assert.Equal("a", _calls.Last());
        Assert.All(_causes, cause => Assert.Equal(new WorkCause(CauseKind.External, "sizes"), cause));
    }

    [Fact]
    public async Task A_function_adds_keys_until_it_is_cancelled_and_may_return_early()
    {
        var isCancelled = false;
        var manager = new ControllerManager(_cluster);
        manager.KeyController<string>("files")
            .WatchesRaw(Sources.Function<string>("folder", async (context, cancellationToken) =>
            {
                context.Queue.Add(context.Controller, new WorkCause(CauseKind.External, "folder"));
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                isCancelled = true;
            }))
            .WatchesRaw(Sources.Function<string>("once", (context, _) =>
            {
                context.Queue.Add("once");
                return Task.CompletedTask;
            }))
            .ReconcileWith((context, _) => Record(context.Key));
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 2);
        Assert.Equal(["files", "once"], _calls);
        Assert.False(running.Task.IsCompleted);

        await running.StopAsync();
        Assert.True(isCancelled);
    }

    [Fact]
    public async Task Objects_of_another_cluster_wake_a_controller_of_this_one()
    {
        var other = new FakeCluster();
        await other.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("there"), Token);
        var manager = new ControllerManager(_cluster);
        var far = manager.AddCluster("far", other);
        var pods = far.Cache(ResourceKinds.Pod);
        var seen = new ConcurrentQueue<int>();
        manager.Controller("mirror", ResourceKinds.ConfigMap)
            .WatchesRaw(Sources.Objects(pods, ChangeHandlers.Map((V1Pod pod) => new[] { Make.Key(pod.Metadata.Name) })))
            .ReconcileWith((context, _) =>
            {
                seen.Enqueue(pods.List().Count);
                return Record(context.Key.Name, context.Causes.First);
            });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 1);
        await other.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("fresh"), Token);
        await Eventually.TrueAsync(() => _calls.Count == 2);
        await _cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("here"), Token);
        await other.Resource(ResourceKinds.Pod).DeleteAsync("ns", "there", Token);
        await Eventually.TrueAsync(() => _calls.Count == 3);

        Assert.Equal(["there", "fresh", "there"], _calls);
        Assert.Equal([CauseKind.Initial, CauseKind.Added, CauseKind.Deleted], _causes.Select(cause => cause.Kind));
        Assert.Equal([1, 2, 1], seen);
    }

    [Fact]
    public async Task A_write_to_the_other_cluster_wakes_its_controller_too_since_writes_are_not_told_apart_there()
    {
        var other = new FakeCluster();
        var manager = new ControllerManager(_cluster);
        var far = manager.AddCluster("far", other);
        manager.KeyController<ObjectKey>("mirror")
            .WatchesRaw(Sources.Objects(far.Cache(ResourceKinds.ConfigMap), ChangeHandlers.Self<V1ConfigMap>()))
            .ReconcileWith(async (context, cancellationToken) =>
            {
                if (_calls.IsEmpty)
                {
                    await far.Client.Resource(ResourceKinds.ConfigMap).UpdateAsync(Make.ConfigMap("a", "written"), cancellationToken);
                }

                return await Record(context.Key.Name);
            });
        await using var running = new RunningManager(manager);
        await other.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a", "1"), Token);
        await Eventually.TrueAsync(() => _calls.Count == 2);
    }

    [Fact]
    public async Task A_filter_of_a_foreign_cache_keeps_changes_away()
    {
        var manager = new ControllerManager(_cluster);
        manager.KeyController<ObjectKey>("some")
            .WatchesRaw(Sources.Objects(manager.Cache(ResourceKinds.ConfigMap), ChangeHandlers.Self<V1ConfigMap>(), ChangeFilters.Matching<V1ConfigMap>("name in (b)")))
            .ReconcileWith((context, _) => Record(context.Key.Name));
        await using var running = new RunningManager(manager);
        await CreateAsync("a", "b");
        await Eventually.TrueAsync(() => _calls.Count == 1);
        Assert.Equal(["b"], _calls);
    }

    private ControllerManager Manager() => new(_cluster, new ControllerManagerOptions { TimeProvider = _clock });

    private bool IsArmed(int poll) => _clock.HasTimerFor(DateTimeOffset.UnixEpoch + (poll * _interval));

    private Task<ReconcileResult> Record(string name, WorkCause cause = default)
    {
        _causes.Enqueue(cause);
        _calls.Enqueue(name);
        return Task.FromResult(ReconcileResult.Done);
    }

    private async Task CreateAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap(name), Token);
        }
    }
}
