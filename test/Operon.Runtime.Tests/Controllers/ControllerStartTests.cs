using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ControllerStartTests
{
    private readonly FakeCluster _cluster = new();
    private readonly ConcurrentQueue<string> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_standby_that_warms_up_has_its_queue_filled_before_it_leads()
    {
        await CreateAsync("a", "b");
        await using var leader = new RunningManager(Manager("leader"));
        await Eventually.TrueAsync(() => _cluster.Store(ResourceKinds.Lease).VersionOf("default/lease") is not null);
        var manager = Manager("standby");
        var controller = manager.Controller("warm", ResourceKinds.ConfigMap).Configure(options => options with { WarmUp = true }).ReconcileWith(RecordAsync);
        var cold = manager.Controller("cold", ResourceKinds.ConfigMap).ReconcileWith(RecordAsync);
        var hasPolled = false;
        manager.KeyController<string>("polled")
            .WatchesRaw(Sources.Function<string>("poll", (context, _) =>
            {
                context.Queue.Add("x");
                hasPolled = true;
                return Task.CompletedTask;
            }))
            .Configure(options => options with { WarmUp = true })
            .ReconcileWith((context, _) => Record(context.Key));
        await using var standby = new RunningManager(manager);

        await Eventually.TrueAsync(() => controller.QueueDepth == 2 && hasPolled);
        Assert.Equal((0, false, false), (cold.QueueDepth, controller.IsReconciling, manager.Health.IsLeader));
        Assert.Empty(_calls);

        await leader.StopAsync();
        await Eventually.TrueAsync(() => _calls.Count == 5);
        Assert.Equal(["a", "a", "b", "b", "x"], _calls.Order());
        Assert.True(controller.IsReconciling);
    }

    [Fact]
    public async Task A_source_that_fails_while_a_standby_warms_up_stops_its_manager()
    {
        await using var leader = new RunningManager(Manager("leader"));
        await Eventually.TrueAsync(() => _cluster.Store(ResourceKinds.Lease).VersionOf("default/lease") is not null);
        var manager = Manager("standby");
        manager.Controller("warm", ResourceKinds.ConfigMap)
            .WatchesRaw(Sources.Function<ObjectKey>("queue of orders", (_, _) => throw new HttpRequestException("no such host")))
            .Configure(options => options with { WarmUp = true })
            .ReconcileWith(RecordAsync);
        await using var standby = new RunningManager(manager);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => standby.Task.WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.Contains("queue of orders", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no such host", failure.Message, StringComparison.Ordinal);
        Assert.False(leader.Task.IsCompleted);
    }

    [Fact]
    public async Task A_source_that_fails_stops_the_manager_and_names_itself()
    {
        var manager = new ControllerManager(_cluster);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        manager.Controller("test", ResourceKinds.ConfigMap)
            .WatchesRaw(Sources.Function<ObjectKey>("orders", async (_, _) =>
            {
                await go.Task;
                throw new HttpRequestException("no such host");
            }))
            .ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        await CreateAsync("a");
        await Eventually.TrueAsync(() => _calls.Count == 1);
        go.SetResult();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => running.Task.WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.Contains("orders", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_reconcile_begins_before_all_sources_are_in_sync()
    {
        await CreateAsync("a");
        var clock = new FakeTimeProvider();
        _cluster.Store(ResourceKinds.Node).Fault = _ => new HttpRequestException("connection refused");
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { TimeProvider = clock });
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).Watches(ResourceKinds.Node, _ => []).ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.QueueDepth == 1);
        Assert.False(controller.IsReconciling);
        Assert.Empty(_calls);

        _cluster.Store(ResourceKinds.Node).Fault = _ => null;
        await Eventually.TrueAsync(() => _calls.Count == 1, clock, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_kind_that_is_installed_later_is_waited_for_with_a_warning_after_two_minutes()
    {
        await CreateAsync("a");
        var clock = new ArmedClock(DateTimeOffset.UnixEpoch);
        var log = new ListLoggerFactory();
        _cluster.Store(ResourceKinds.Node).Fault = _ => FakeStore.Status(HttpStatusCode.NotFound, "NotFound", "the server could not find the requested resource");
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { TimeProvider = clock, LoggerFactory = log });
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).Watches(ResourceKinds.Node, _ => []).ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.QueueDepth == 1 && clock.HasTimerFor(DateTimeOffset.UnixEpoch.AddMinutes(2)));
        Assert.DoesNotContain(log.Messages, IsWarning);

        await Eventually.TrueAsync(() => log.Messages.Any(IsWarning), clock, TimeSpan.FromSeconds(10));
        Assert.True(clock.GetUtcNow() >= DateTimeOffset.UnixEpoch.AddMinutes(2));
        Assert.False(running.Task.IsCompleted);
        Assert.Empty(_calls);

        _cluster.Store(ResourceKinds.Node).Fault = _ => null;
        await Eventually.TrueAsync(() => _calls.Count == 1, clock, TimeSpan.FromSeconds(1));
        Assert.True(controller.IsReconciling);

        static bool IsWarning(string message) => message.Contains("still waits for the caches of Node:", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sync_timeout_stops_the_manager_with_an_error_that_names_the_missing_kinds()
    {
        var clock = new FakeTimeProvider();
        _cluster.Store(ResourceKinds.Node).Fault = _ => FakeStore.Status(HttpStatusCode.NotFound, "NotFound", "the server could not find the requested resource");
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { TimeProvider = clock });
        manager.Controller("test", ResourceKinds.ConfigMap)
            .Watches(ResourceKinds.Node, _ => [])
            .Configure(options => options with { SyncTimeout = TimeSpan.FromMinutes(5) })
            .ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);

        await Eventually.TrueAsync(() => running.Task.IsCompleted, clock, TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => running.Task);
        Assert.Contains("'test' waited 00:05:00 for the caches of Node.", failure.Message, StringComparison.Ordinal);
    }

    private ControllerManager Manager(string identity) => new(
        _cluster,
        new ControllerManagerOptions
        {
            LeaderElection = new LeaderElectionOptions
            {
                LeaseName = "lease",
                Identity = identity,
                LeaseDuration = TimeSpan.FromSeconds(30),
                RenewDeadline = TimeSpan.FromSeconds(20),
                RetryPeriod = TimeSpan.FromMilliseconds(50),
            },
        });

    private Task<ReconcileResult> RecordAsync(ReconcileContext context, CancellationToken cancellationToken) => Record(context.Key.Name);

    private Task<ReconcileResult> Record(string name)
    {
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
