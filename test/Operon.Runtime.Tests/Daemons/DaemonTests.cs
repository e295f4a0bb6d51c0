using System.Collections.Concurrent;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class DaemonTests
{
    private readonly FakeCluster _cluster = new();
    private readonly ConcurrentQueue<string> _log = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IResourceClient<V1ConfigMap> Maps => _cluster.Resource(ResourceKinds.ConfigMap);

    [Fact]
    public async Task Each_object_has_one_from_creation_or_start_to_deletion()
    {
        await Maps.CreateAsync(Make.ConfigMap("before"), Token);
        var manager = new ControllerManager(_cluster);
        manager.Daemon("tail", ResourceKinds.ConfigMap, LogUntilStoppedAsync);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _log.Contains("start before"));

        await Maps.CreateAsync(Make.ConfigMap("later"), Token);
        await Eventually.TrueAsync(() => _log.Contains("start later"));
        await Maps.UpdateAsync(Make.ConfigMap("later", "2"), Token);
        await Maps.DeleteAsync("ns", "later", Token);
        await Eventually.TrueAsync(() => _log.Contains("stop later Deleted"));

        Assert.Equal(["start before", "start later", "stop later Deleted"], _log);
        await running.StopAsync();
        Assert.Equal("stop before Shutdown", _log.Last());
    }

    [Fact]
    public async Task An_object_of_the_same_name_gets_its_own_after_the_old_one_has_stopped()
    {
        var release = new TaskCompletionSource();
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster);
        manager.Daemon("tail", ResourceKinds.ConfigMap, async (daemon, stop) =>
        {
            _log.Enqueue($"start {daemon.Uid}");
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _log.Enqueue($"stopping {daemon.Uid}");
            await release.Task;
            _log.Enqueue($"stop {daemon.Uid}");
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _log.Count == 1);
        var first = (await Maps.GetAsync("ns", "a", Token)).Metadata.Uid;

        await Maps.DeleteAsync("ns", "a", Token);
        var second = (await Maps.CreateAsync(Make.ConfigMap("a"), Token)).Metadata.Uid;
        await Eventually.TrueAsync(() => _log.Contains($"stopping {first}"));
        release.SetResult();
        await Eventually.TrueAsync(() => _log.Contains($"start {second}"));
        Assert.Equal([$"start {first}", $"stopping {first}", $"stop {first}", $"start {second}"], _log);
    }

    [Fact]
    public async Task It_stops_when_the_object_no_longer_matches_and_starts_when_it_does_again()
    {
        await Maps.CreateAsync(Make.ConfigMap("a", "on"), Token);
        var manager = new ControllerManager(_cluster);
        manager.Daemon("tail", ResourceKinds.ConfigMap, LogUntilStoppedAsync, new() { Matches = map => map.Data?["value"] == "on" });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _log.Count == 1);

        await Maps.UpdateAsync(Make.ConfigMap("a", "off"), Token);
        await Eventually.TrueAsync(() => _log.Count == 2);
        await Maps.UpdateAsync(Make.ConfigMap("a", "on"), Token);
        await Eventually.TrueAsync(() => _log.Count == 3);
        Assert.Equal(["start a", "stop a NoLongerMatches", "start a"], _log);
    }

    [Fact]
    public async Task A_failure_restarts_it_with_growing_delays_and_tells_attempt_and_error()
    {
        var clock = new FakeTimeProvider();
        var tries = new ConcurrentQueue<(int Attempt, string? Error, DateTimeOffset Time)>();
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster, new() { TimeProvider = clock });
        manager.Daemon("tail", ResourceKinds.ConfigMap, async (daemon, stop) =>
        {
            tries.Enqueue((daemon.Attempt, daemon.LastError?.Message, clock.GetUtcNow()));
            if (tries.Count < 4)
            {
                throw new InvalidOperationException($"try {tries.Count}");
            }

            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stop);
            }
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => tries.Count == 4, clock, TimeSpan.FromMilliseconds(100));

        Assert.Equal([(0, null), (1, "try 1"), (2, "try 2"), (3, "try 3")], tries.Select(one => (one.Attempt, one.Error)));
        var times = tries.Select(one => one.Time).ToArray();
        Assert.True(times[1] - times[0] >= TimeSpan.FromSeconds(1));
        Assert.True(times[2] - times[1] >= TimeSpan.FromSeconds(2));
        Assert.True(times[3] - times[2] >= TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_terminal_failure_waits_for_a_change_and_a_return_for_good()
    {
        await Maps.CreateAsync(Make.ConfigMap("bad", "1"), Token);
        await Maps.CreateAsync(Make.ConfigMap("done", "1"), Token);
        var manager = new ControllerManager(_cluster);
        manager.Daemon("tail", ResourceKinds.ConfigMap, (daemon, _) =>
        {
            _log.Enqueue($"{daemon.Key.Name} {daemon.Object.Data["value"]}");
            return daemon.Key.Name == "bad" ? throw new TerminalException("size must be odd") : Task.CompletedTask;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _log.Count == 2);

        await Maps.UpdateAsync(Make.ConfigMap("done", "2"), Token);
        await Maps.UpdateAsync(Make.ConfigMap("bad", "2"), Token);
        await Eventually.TrueAsync(() => _log.Contains("bad 2"));
        await Maps.CreateAsync(Make.ConfigMap("last", "1"), Token);
        await Eventually.TrueAsync(() => _log.Contains("last 1"));
        Assert.DoesNotContain("done 2", _log);
    }

    [Fact]
    public async Task A_body_that_asks_for_a_later_call_gets_it_after_its_time()
    {
        var clock = new FakeTimeProvider();
        var calls = new ConcurrentQueue<DateTimeOffset>();
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster, new() { TimeProvider = clock });
        manager.Daemon("probe", ResourceKinds.ConfigMap, (_, _) =>
        {
            calls.Enqueue(clock.GetUtcNow());
            return Task.FromResult(ReconcileResult.After(TimeSpan.FromSeconds(10)));
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => calls.Count == 2, clock, TimeSpan.FromMilliseconds(500));
        Assert.True(calls.Last() - calls.First() >= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_that_ignores_its_token_is_left_behind_after_the_grace_and_never_doubled()
    {
        var clock = new FakeTimeProvider();
        var release = new TaskCompletionSource();
        var logs = new ListLoggerFactory();
        await Maps.CreateAsync(Make.ConfigMap("a", "on"), Token);
        var manager = new ControllerManager(_cluster, new() { TimeProvider = clock, LoggerFactory = logs });
        manager.Daemon("deaf", ResourceKinds.ConfigMap, async (_, _) =>
        {
            _log.Enqueue("start");
            await release.Task;
        }, new() { Matches = map => map.Data["value"] == "on", StopGrace = TimeSpan.FromSeconds(5) });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _log.Count == 1);

        await Maps.UpdateAsync(Make.ConfigMap("a", "off"), Token);
        await Eventually.TrueAsync(() => logs.Messages.Any(message => message.Contains("left behind")), clock, TimeSpan.FromMilliseconds(100));
        await Maps.UpdateAsync(Make.ConfigMap("a", "on"), Token);
        await Eventually.TrueAsync(() => manager.Cache(ResourceKinds.ConfigMap).Find(Make.Key("a"))!.Data["value"] == "on");
        Assert.Single(_log);

        release.SetResult();
        await Eventually.TrueAsync(() => _log.Count == 2);
    }

    [Fact]
    public async Task It_sees_the_newest_state_and_is_told_of_changes()
    {
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var manager = new ControllerManager(_cluster);
        manager.Daemon("tail", ResourceKinds.ConfigMap, async (daemon, stop) =>
        {
            await foreach (var map in daemon.ChangesAsync(stop))
            {
                _log.Enqueue($"{map.Data["value"]} {daemon.Object.Data["value"]}");
            }
        });
        manager.Daemon("wait", ResourceKinds.ConfigMap, async (daemon, stop) =>
        {
            var map = await daemon.WaitUntilAsync(map => map.Data["value"] == "2", stop);
            _log.Enqueue($"waited for {map.Data["value"]}");
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _log.Contains("1 1"));
        await Maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await Eventually.TrueAsync(() => _log.Contains("2 2") && _log.Contains("waited for 2"));
    }

    [Fact]
    public async Task A_stop_of_the_process_waits_for_daemons_but_not_longer_than_their_grace()
    {
        var logs = new ListLoggerFactory();
        await Maps.CreateAsync(Make.ConfigMap("clean"), Token);
        await Maps.CreateAsync(Make.ConfigMap("deaf"), Token);
        var manager = new ControllerManager(_cluster, new() { LoggerFactory = logs });
        manager.Daemon("tail", ResourceKinds.ConfigMap, async (daemon, stop) =>
        {
            _log.Enqueue($"start {daemon.Key.Name}");
            await Task.Delay(Timeout.Infinite, daemon.Key.Name == "deaf" ? CancellationToken.None : stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Yield();
            _log.Enqueue($"stop {daemon.Key.Name}");
        }, new() { StopGrace = TimeSpan.FromSeconds(1) });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _log.Count == 2);

        await running.StopAsync();
        Assert.Equal("stop clean", _log.Last());
        Assert.Single(logs.Messages, message => message.Contains("left behind") && message.Contains("ns/deaf"));
    }

    [Fact]
    public async Task Only_the_leader_runs_them()
    {
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        await _cluster.Resource(ResourceKinds.Lease).CreateAsync(
            new V1Lease
            {
                Metadata = new V1ObjectMeta { Name = "lock", NamespaceProperty = "ns" },
                Spec = new V1LeaseSpec { HolderIdentity = "another", LeaseDurationSeconds = 3600, RenewTime = DateTime.UtcNow, AcquireTime = DateTime.UtcNow },
            }, Token);
        var manager = new ControllerManager(_cluster, new() { LeaderElection = new LeaderElectionOptions { LeaseName = "lock", LeaseNamespace = "ns", Identity = "me" } });
        manager.Daemon("tail", ResourceKinds.ConfigMap, LogUntilStoppedAsync);
        var everywhere = new ConcurrentQueue<ObjectKey>();
        manager.Controller("everywhere", ResourceKinds.ConfigMap).WithoutLeaderElection().ReconcileWith((context, _) =>
        {
            everywhere.Enqueue(context.Key);
            return Task.FromResult(ReconcileResult.Done);
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => !everywhere.IsEmpty);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Memos_keep_state_per_object_and_go_with_it()
    {
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var manager = new ControllerManager(_cluster);
        var memos = manager.Memos(ResourceKinds.ConfigMap, map => new List<string> { $"made for {map.Metadata.Name}" });
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        await using var running = new RunningManager(manager);
        await cache.WaitForSyncAsync(Token);

        var first = cache.Find(Make.Key("a"))!;
        memos[first].Add("x");
        await Maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await Eventually.TrueAsync(() => cache.Find(Make.Key("a"))!.Data["value"] == "2");
        Assert.Equal(["made for a", "x"], memos[cache.Find(Make.Key("a"))!]);

        await Maps.DeleteAsync("ns", "a", Token);
        await Eventually.TrueAsync(() => cache.Find(Make.Key("a")) is null);
        await Eventually.TrueAsync(() => memos.Count == 0);
        Assert.Equal(["made for a"], memos[first]);
        Assert.Equal(0, memos.Count);
    }

    private async Task LogUntilStoppedAsync(DaemonContext<V1ConfigMap> daemon, CancellationToken stop)
    {
        _log.Enqueue($"start {daemon.Key.Name}");
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _log.Enqueue($"stop {daemon.Key.Name} {daemon.StopReason}");
    }
}
