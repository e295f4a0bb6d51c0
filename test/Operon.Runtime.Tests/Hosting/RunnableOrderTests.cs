using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class RunnableOrderTests
{
    private readonly FakeCluster _cluster = new();
    private readonly ConcurrentQueue<string> _told = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Groups_start_one_after_another_once_the_one_before_is_ready()
    {
        var manager = new ControllerManager(_cluster);
        foreach (var group in Enum.GetValues<RunnableGroup>().Reverse())
        {
            var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            manager.AddRunnable(
                async stop =>
                {
                    _told.Enqueue($"{group} starts");
                    await Task.Yield();
                    _told.Enqueue($"{group} is ready");
                    isReady.SetResult();
                    await Task.Delay(Timeout.Infinite, stop);
                },
                group,
                isReady.Task.WaitAsync);
        }

        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _told.Count == 12);
        Assert.Equal(Enum.GetValues<RunnableGroup>().SelectMany(group => new[] { $"{group} starts", $"{group} is ready" }), _told);
    }

    [Fact]
    public async Task Groups_stop_one_after_another_and_the_servers_last()
    {
        var manager = new ControllerManager(_cluster);
        foreach (var group in Enum.GetValues<RunnableGroup>())
        {
            manager.AddRunnable(
                async stop =>
                {
                    await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    if (group == RunnableGroup.WarmUp)
                    {
                        return;
                    }

                    _told.Enqueue($"{group} ends");
                    await Task.Yield();
                    _told.Enqueue($"{group} has ended");
                },
                group);
        }

        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(Token);
        await running.StopAsync();
        RunnableGroup[] order = [RunnableGroup.Everywhere, RunnableGroup.Leader, RunnableGroup.Caches, RunnableGroup.Webhooks, RunnableGroup.Servers];
        Assert.Equal(order.SelectMany(group => new[] { $"{group} ends", $"{group} has ended" }), _told);
    }

    [Fact]
    public async Task What_warms_up_stops_at_once_and_beside_the_others()
    {
        var manager = new ControllerManager(_cluster);
        var warmedDown = new TaskCompletionSource();
        manager.AddRunnable(stop => UntilAsync(() => warmedDown.SetResult(), stop), RunnableGroup.WarmUp);
        var sawIt = false;
        manager.AddRunnable(
            async stop =>
            {
                await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await warmedDown.Task.WaitAsync(Token);
                sawIt = true;
            },
            RunnableGroup.Everywhere);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(Token);
        await running.StopAsync();
        Assert.True(sawIt);
    }

    [Fact]
    public async Task The_caches_still_run_while_the_controllers_end()
    {
        var manager = new ControllerManager(_cluster);
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        var sawIt = false;
        manager.AddRunnable(async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("late"), Token);
            await Eventually.TrueAsync(() => cache.Find(Make.Key("late")) is not null);
            sawIt = true;
        });
        var running = new RunningManager(manager);
        await manager.WaitForCachesAsync(Token);
        await manager.Elected.WaitAsync(Token);
        await running.StopAsync();
        Assert.True(sawIt);
    }

    [Fact]
    public async Task A_stop_gives_up_on_what_does_not_end_within_the_graceful_timeout_and_stops_the_rest()
    {
        var clock = new FakeTimeProvider();
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { TimeProvider = clock });
        var never = new TaskCompletionSource();
        manager.AddRunnable(_ => never.Task);
        manager.AddRunnable(stop => UntilAsync(() => _told.Enqueue("servers ended"), stop), RunnableGroup.Servers);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(Token);
        var stopping = running.StopAsync();
        clock.Advance(TimeSpan.FromSeconds(29));
        await Task.Yield();
        Assert.False(stopping.IsCompleted);
        Assert.Empty(_told);
        await Eventually.TrueAsync(() => stopping.IsCompleted, clock, TimeSpan.FromSeconds(1));
        await stopping;
        await Eventually.TrueAsync(() => _told.Contains("servers ended"));
        never.SetResult();
    }

    [Fact]
    public async Task A_graceful_timeout_of_zero_does_not_wait()
    {
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { GracefulStopTimeout = TimeSpan.Zero });
        var never = new TaskCompletionSource();
        manager.AddRunnable(_ => never.Task);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(Token);
        await running.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), Token);
        never.SetResult();
    }

    [Fact]
    public async Task An_infinite_graceful_timeout_waits_for_ever()
    {
        var clock = new FakeTimeProvider();
        var manager = new ControllerManager(
            _cluster, new ControllerManagerOptions { TimeProvider = clock, GracefulStopTimeout = Timeout.InfiniteTimeSpan });
        var release = new TaskCompletionSource();
        manager.AddRunnable(_ => release.Task);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(Token);
        var stopping = running.StopAsync();
        clock.Advance(TimeSpan.FromDays(2));
        await Task.Yield();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;
    }

    [Fact]
    public async Task A_runnable_without_an_opinion_needs_leadership_and_one_that_says_otherwise_does_not()
    {
        var manager = Follower();
        manager.AddRunnable(_ => Tell("by default"));
        manager.AddRunnable(new Opinionless(_told));
        manager.AddRunnable(_ => Tell("everywhere"), needsLeaderElection: false);
        manager.AddRunnable(_ => Tell("server"), RunnableGroup.Servers);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _told.Contains("everywhere"));
        await Eventually.TrueAsync(() => _cluster.Store(ResourceKinds.Lease).Gets > 1);
        Assert.Equal(["everywhere", "server"], _told.Order());
    }

    [Fact]
    public async Task What_is_added_while_the_manager_runs_starts_at_once_in_its_group_and_nothing_can_be_added_after_the_stop()
    {
        var manager = new ControllerManager(_cluster);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(Token);
        manager.AddRunnable(_ => Tell("leader"));
        manager.AddRunnable(_ => Tell("server"), RunnableGroup.Servers);
        await Eventually.TrueAsync(() => _told.Count == 2);

        await running.StopAsync();
        Assert.Throws<InvalidOperationException>(() => manager.AddRunnable(_ => Tell("too late")));
        Assert.Throws<InvalidOperationException>(() =>
            manager.Controller("late", ResourceKinds.Pod).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done)));
    }

    [Fact]
    public async Task Being_elected_can_be_awaited_and_a_stop_before_it_cancels_the_wait()
    {
        var follower = Follower();
        var running = new RunningManager(follower);
        await Eventually.TrueAsync(() => follower.Health.IsReady);
        Assert.False(follower.Elected.IsCompleted);
        await running.StopAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follower.Elected);

        var alone = new ControllerManager(_cluster);
        Assert.False(alone.Elected.IsCompleted);
        await using var other = new RunningManager(alone);
        await alone.Elected.WaitAsync(Token);
    }

    private static async Task UntilAsync(Action then, CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        then();
    }

    private Task Tell(string what)
    {
        _told.Enqueue(what);
        return Task.CompletedTask;
    }

    /// <summary>A manager that never leads: somebody else holds the lease.</summary>
    private ControllerManager Follower()
    {
        _cluster.Store(ResourceKinds.Lease).Create("default/lease", new System.Text.Json.Nodes.JsonObject
        {
            ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "lease", ["namespace"] = "default" },
            ["spec"] = new System.Text.Json.Nodes.JsonObject { ["holderIdentity"] = "other", ["leaseDurationSeconds"] = 3600 },
        });
        return new ControllerManager(_cluster, new ControllerManagerOptions
        {
            LeaderElection = new LeaderElectionOptions { LeaseName = "lease", Identity = "me", RetryPeriod = TimeSpan.FromMilliseconds(5) },
        });
    }

    private sealed class Opinionless(ConcurrentQueue<string> told) : IRunnable
    {
        public Task RunAsync(CancellationToken cancellationToken)
        {
            told.Enqueue("opinionless");
            return Task.CompletedTask;
        }
    }
}
