using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ControllerPacingTests
{
    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch);
    private readonly ConcurrentQueue<ReconcileContext> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IResourceClient<k8s.Models.V1ConfigMap> Maps => _cluster.Resource(ResourceKinds.ConfigMap);

    [Fact]
    public async Task A_reconcile_whose_object_is_deleted_is_cancelled_and_called_anew_when_asked_to()
    {
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        await Maps.CreateAsync(Make.ConfigMap("other"), Token);
        var manager = new ControllerManager(_cluster);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap)
            .Configure(options => options with { CancelWhenDeleted = true, Concurrency = 2 })
            .ReconcileWith(async (context, cancellationToken) =>
            {
                _calls.Enqueue(context);
                if (_calls.Count(call => call.Key == context.Key) == 1)
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                return ReconcileResult.Done;
            });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 2);

        await Maps.DeleteAsync("ns", "a", Token);
        await Eventually.TrueAsync(() => controller.Journal.Of("ns/a").Count == 2);

        Assert.Equal([ReconcileOutcome.Success, ReconcileOutcome.Superseded], controller.Journal.Of("ns/a").Select(record => record.Outcome));
        Assert.Equal(0, controller.Journal.Of("ns/a")[0].Attempt);
        await Eventually.TrueAsync(() => controller.Journal.InProgress().Count == 1);
        Assert.Equal("ns/other", controller.Journal.InProgress()[0].Key);
    }

    [Fact]
    public async Task A_reconcile_whose_object_is_replaced_by_another_of_its_name_is_cancelled_too()
    {
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster);
        var store = _cluster.Store(ResourceKinds.ConfigMap);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap)
            .Configure(options => options with { CancelWhenDeleted = true })
            .ReconcileWith(async (context, cancellationToken) =>
            {
                _calls.Enqueue(context);
                await Task.Delay(_calls.Count == 1 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken);
                return ReconcileResult.Done;
            });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 1);

        // In a gap of the watch: what the next list shows is another object.
        store.Hold(true);
        await Maps.DeleteAsync("ns", "a", Token);
        await Maps.CreateAsync(Make.ConfigMap("a", "2"), Token);
        store.Compact();
        store.Hold(false);

        await Eventually.TrueAsync(() => controller.Journal.Of("ns/a").Count >= 2);
        Assert.Equal(ReconcileOutcome.Superseded, controller.Journal.Of("ns/a")[^1].Outcome);
    }

    [Fact]
    public async Task Without_asking_a_reconcile_goes_on_after_the_deletion()
    {
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster);
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (context, cancellationToken) =>
        {
            _calls.Enqueue(context);
            await release.Task.WaitAsync(cancellationToken);
            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 1);
        await Maps.DeleteAsync("ns", "a", Token);
        await Eventually.TrueAsync(() => cache.Find(Make.Key("a")) is null);
        release.SetResult();
        await Eventually.TrueAsync(() => controller.Journal.Of("ns/a").Count == 2);
        Assert.All(controller.Journal.Of("ns/a"), record => Assert.Equal(ReconcileOutcome.Success, record.Outcome));
    }

    [Fact]
    public async Task An_object_is_reconciled_at_least_each_longest_interval_at_low_priority_until_it_is_gone()
    {
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        var manager = Manager();
        var controller = manager.Controller("test", ResourceKinds.ConfigMap)
            .Configure(options => options with { MaxInterval = TimeSpan.FromHours(1) })
            .ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        await CountAsync(controller, 1);
        Assert.Equal(TimeSpan.FromHours(1), controller.Journal.Recent()[0].Next);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, controller.QueueDepth);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await CountAsync(controller, 2);
        Assert.Equal((QueuePriority.Low, new WorkCause(CauseKind.Interval)), (controller.Journal.Recent()[0].Priority, controller.Journal.Recent()[0].Causes.First));

        await Maps.DeleteAsync("ns", "a", Token);
        await CountAsync(controller, 3);
        Assert.Null(controller.Journal.Recent()[0].Next);
        Assert.Equal([0, 0, 0], _calls.Select(call => call.Attempt));
    }

    [Fact]
    public async Task A_longer_requeue_is_cut_to_the_longest_interval_and_a_shorter_one_is_kept()
    {
        var manager = Manager();
        var controller = manager.Controller("test", ResourceKinds.ConfigMap)
            .Configure(options => options with { MaxInterval = TimeSpan.FromHours(1) })
            .ReconcileWith((context, _) => Task.FromResult(ReconcileResult.After(context.Key.Name == "long" ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(1))));
        await using var running = new RunningManager(manager);
        controller.Enqueue(Make.Key("long"));
        controller.Enqueue(Make.Key("short"));
        await CountAsync(controller, 2);
        Assert.Equal(TimeSpan.FromHours(1), controller.Journal.Of("ns/long")[0].Next);
        Assert.Equal(TimeSpan.FromMinutes(1), controller.Journal.Of("ns/short")[0].Next);
    }

    [Fact]
    public async Task A_burst_of_changes_is_one_run_that_comes_the_time_of_the_debounce_after_the_first()
    {
        var manager = Manager();
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap)
            .Configure(options => options with { Debounce = TimeSpan.FromSeconds(10) })
            .ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.IsReconciling);
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await SeenAsync("1");
        _clock.Advance(TimeSpan.FromSeconds(6));
        await Maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await SeenAsync("2");
        await Maps.UpdateAsync(Make.ConfigMap("a", "3"), Token);
        await SeenAsync("3");
        _clock.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Equal(0, controller.QueueDepth);
        Assert.Empty(_calls);

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await CountAsync(controller, 1);
        var causes = controller.Journal.Recent()[0].Causes;
        Assert.Equal((CauseKind.Added, CauseKind.Updated, 3), (causes.First.Kind, causes.Latest.Kind, causes.Count));

        Task SeenAsync(string value) => Eventually.TrueAsync(() => cache.Find(Make.Key("a"))?.Data["value"] == value && Delivered(cache));
    }

    [Fact]
    public async Task What_is_enqueued_by_hand_does_not_wait_for_the_debounce()
    {
        var manager = Manager();
        var controller = manager.Controller("test", ResourceKinds.ConfigMap)
            .Configure(options => options with { Debounce = TimeSpan.FromSeconds(10) })
            .ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        controller.Enqueue(Make.Key("a"));
        await CountAsync(controller, 1);
        Assert.Equal(CauseKind.Request, controller.Journal.Recent()[0].Causes.First.Kind);
    }

    private ControllerManager Manager() => new(_cluster, new ControllerManagerOptions { TimeProvider = _clock });

    /// <summary>A new subscriber is told in turn: when it has been, so have those before it.</summary>
    private static bool Delivered(IInformer<k8s.Models.V1ConfigMap> cache)
    {
        cache.Subscribe(_ => { }).Dispose();
        return true;
    }

    private static Task CountAsync(IController controller, int count) => Eventually.TrueAsync(() => controller.Journal.Recent().Count == count);

    private Task<ReconcileResult> RecordAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        _calls.Enqueue(context);
        return Task.FromResult(ReconcileResult.Done);
    }
}
