using System.Collections.Concurrent;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ControllerTests
{
    private readonly FakeCluster _cluster = new();
    private readonly ConcurrentQueue<ReconcileContext> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_object_and_its_deletion_wake_the_controller()
    {
        var manager = new ControllerManager(_cluster);
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        var maps = _cluster.Resource(ResourceKinds.ConfigMap);

        await maps.CreateAsync(Make.ConfigMap("a"), Token);
        await Eventually.TrueAsync(() => _calls.Count == 1);
        await maps.DeleteAsync("ns", "a", Token);
        await Eventually.TrueAsync(() => _calls.Count == 2);

        Assert.All(_calls, call => Assert.Equal(Make.Key("a"), call.Key));
        Assert.Equal(2, _calls.Select(call => call.ReconcileId).Distinct().Count());
    }

    [Fact]
    public async Task A_failure_is_tried_again_and_tells_attempt_and_error_until_it_succeeds()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("bad"), Token);
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("good"), Token);
        var manager = new ControllerManager(_cluster);
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith((context, cancellationToken) =>
            context.Key.Name == "bad" && context.Attempt < 3
                ? throw Note(context, new InvalidOperationException($"try {context.Attempt}"))
                : RecordAsync(context, cancellationToken));
        await using var running = new RunningManager(manager);

        await Eventually.TrueAsync(() => _calls.Count == 5);
        Assert.Equal(
            [(0, null), (1, "try 0"), (2, "try 1"), (3, "try 2")],
            _calls.Where(call => call.Key.Name == "bad").Select(call => (call.Attempt, call.LastError?.Message)));
        Assert.Single(_calls, call => call.Key.Name == "good");

        await _cluster.Resource(ResourceKinds.ConfigMap).UpdateAsync(Make.ConfigMap("bad", "2"), Token);
        await Eventually.TrueAsync(() => _calls.Count >= 6);
        Assert.Equal((0, null), (_calls.ElementAt(5).Attempt, _calls.ElementAt(5).LastError));
    }

    [Fact]
    public async Task A_terminal_failure_waits_for_a_change()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith((context, _) =>
            context.Key.Name == "a" ? throw Note(context, new TerminalException("size must be odd")) : RecordAsync(context, default));
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 1);

        // Far longer than the first back-offs.
        controller.Enqueue(Make.Key("later"), TimeSpan.FromMilliseconds(200));
        await Eventually.TrueAsync(() => _calls.Any(call => call.Key.Name == "later"));
        Assert.Single(_calls, call => call.Key.Name == "a");

        await _cluster.Resource(ResourceKinds.ConfigMap).UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await Eventually.TrueAsync(() => _calls.Count(call => call.Key.Name == "a") == 2);
    }

    [Fact]
    public async Task A_requeue_comes_after_its_time()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster);
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (context, cancellationToken) =>
        {
            await RecordAsync(context, cancellationToken);
            return _calls.Count < 3 ? ReconcileResult.After(TimeSpan.FromMilliseconds(10)) : ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 3);
        Assert.All(_calls, call => Assert.Equal(0, call.Attempt));
    }

    [Fact]
    public async Task Owned_objects_wake_their_owner_and_watched_ones_whom_the_map_names()
    {
        var manager = new ControllerManager(_cluster);
        manager.Controller("test", ResourceKinds.ReplicaSet)
            .Owns(ResourceKinds.Pod)
            .Watches(ResourceKinds.Node, node => [Make.Key($"on-{node.Metadata.Name}")])
            .ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        var owner = new V1OwnerReference { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "rs", Uid = "u", Controller = true };

        await _cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("p", owner), Token);
        await _cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("foreign", new V1OwnerReference { ApiVersion = "example.com/v1", Kind = "ReplicaSet", Name = "no", Uid = "x", Controller = true }), Token);
        await _cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("loose", new V1OwnerReference { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "no", Uid = "x" }), Token);
        await _cluster.Resource(ResourceKinds.Node).CreateAsync(new V1Node { Metadata = new V1ObjectMeta { Name = "n" } }, Token);

        await Eventually.TrueAsync(() => _calls.Any(call => call.Key == Make.Key("on-n")) && _calls.Any(call => call.Key == Make.Key("rs")));
        Assert.DoesNotContain(_calls, call => call.Key.Name == "no");
    }

    [Fact]
    public async Task A_filter_keeps_updates_away_but_never_additions_and_deletions()
    {
        var manager = new ControllerManager(_cluster);
        manager.Controller("test", ResourceKinds.ConfigMap).Filter(ChangeFilters.GenerationChanged).ReconcileWith(RecordAsync);
        await using var running = new RunningManager(manager);
        var maps = _cluster.Resource(ResourceKinds.ConfigMap);
        await maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await Eventually.TrueAsync(() => _calls.Count == 1);

        await maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await maps.CreateAsync(Make.ConfigMap("b"), Token);
        await Eventually.TrueAsync(() => _calls.Count == 2);
        Assert.Equal(["a", "b"], _calls.Select(call => call.Key.Name));

        await maps.DeleteAsync("ns", "a", Token);
        await Eventually.TrueAsync(() => _calls.Count == 3);
    }

    [Fact]
    public async Task A_reconcile_that_takes_too_long_fails_alone()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster);
        manager.Controller("test", ResourceKinds.ConfigMap).WithReconcileTimeout(TimeSpan.FromMilliseconds(20)).ReconcileWith(async (context, cancellationToken) =>
        {
            _calls.Enqueue(context);
            if (context.Attempt == 0)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 2);
        Assert.IsAssignableFrom<TimeoutException>(_calls.Last().LastError);
    }

    [Fact]
    public async Task A_reconcile_sees_in_the_cache_what_the_one_before_wrote()
    {
        await _cluster.Resource(ResourceKinds.ReplicaSet).CreateAsync(new V1ReplicaSet { Metadata = new V1ObjectMeta { Name = "rs", NamespaceProperty = "ns" } }, Token);
        var manager = new ControllerManager(_cluster);
        var pods = manager.Cache(ResourceKinds.Pod);
        var podStore = _cluster.Store(ResourceKinds.Pod);
        var seen = new ConcurrentQueue<int>();
        var controller = manager.Controller("test", ResourceKinds.ReplicaSet).Owns(ResourceKinds.Pod).ReconcileWith(async (context, cancellationToken) =>
        {
            seen.Enqueue(pods.List().Count);
            if (seen.Count == 1)
            {
                podStore.Hold(true);
                await manager.Client.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("p"), cancellationToken);
            }

            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => seen.Count == 1 && podStore.Writes.Count == 1);

        controller.Enqueue(Make.Key("rs"));
        await Eventually.TrueAsync(() => podStore.Watches >= 1);
        Assert.Single(seen);
        podStore.Hold(false);

        await Eventually.TrueAsync(() => seen.Count == 2);
        Assert.Equal([0, 1], seen);
    }

    [Fact]
    public async Task A_cache_that_never_shows_the_write_delays_the_reconcile_only_so_long()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { ReadYourWritesTimeout = TimeSpan.FromMilliseconds(50) });
        var store = _cluster.Store(ResourceKinds.ConfigMap);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (context, cancellationToken) =>
        {
            _calls.Enqueue(context);
            if (_calls.Count == 1)
            {
                store.Hold(true);
                await manager.Client.Resource(ResourceKinds.ConfigMap).UpdateAsync(Make.ConfigMap("a", "2"), cancellationToken);
                return ReconcileResult.After(TimeSpan.FromMilliseconds(1));
            }

            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 2);
    }

    private Task<ReconcileResult> RecordAsync(ReconcileContext context, CancellationToken cancellationToken)
    {
        _calls.Enqueue(context);
        return Task.FromResult(ReconcileResult.Done);
    }

    private Exception Note(ReconcileContext context, Exception e)
    {
        _calls.Enqueue(context);
        return e;
    }
}
