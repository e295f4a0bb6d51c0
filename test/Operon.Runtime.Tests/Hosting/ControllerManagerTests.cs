using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ControllerManagerTests
{
    private readonly FakeCluster _cluster = new();

    [Fact]
    public void Equal_caches_are_shared_and_different_ones_are_not()
    {
        var manager = new ControllerManager(_cluster);
        Assert.Same(manager.Cache(ResourceKinds.Pod), manager.Cache(ResourceKinds.Pod));
        Assert.NotSame(manager.Cache(ResourceKinds.Pod), manager.Cache(ResourceKinds.Pod, new CacheOptions { LabelSelector = "a=b" }));
        Assert.NotSame(manager.Cache(ResourceKinds.Pod), manager.Cache(ResourceKinds.Metadata(ResourceKinds.Pod.Type)));
    }

    [Fact]
    public async Task A_standby_is_ready_but_only_the_leader_reconciles_and_a_stop_hands_over()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), TestContext.Current.CancellationToken);
        var workers = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var first = Manager("first", workers);
        var firstRunning = new RunningManager(first);
        await Eventually.TrueAsync(() => workers.Count == 1);
        var second = Manager("second", workers);
        await using var secondRunning = new RunningManager(second);

        await Eventually.TrueAsync(() => second.Health.IsReady);
        Assert.True(first.Health.IsLeader);
        Assert.False(second.Health.IsLeader);
        await firstRunning.StopAsync();
        Assert.False(first.Health.IsReady);

        await Eventually.TrueAsync(() => workers.Count == 2);
        Assert.Equal(["first", "second"], workers);
    }

    [Fact]
    public async Task A_lost_lease_ends_the_manager_with_an_error()
    {
        var manager = Manager("first", []);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => manager.Health.IsLeader);
        _cluster.Store(ResourceKinds.Lease).Fault = _ => new HttpRequestException("connection refused");
        await Assert.ThrowsAsync<LeadershipLostException>(() => running.Task);
    }

    [Fact]
    public async Task A_failing_runnable_ends_the_manager_with_its_error()
    {
        var manager = new ControllerManager(_cluster);
        var otherEnded = false;
        manager.AddRunnable(async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            otherEnded = true;
        });
        manager.AddRunnable(_ => throw new InvalidOperationException("broken"), needsLeaderElection: false);
        await using var running = new RunningManager(manager);
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => running.Task)).Message);
        Assert.True(otherEnded);
    }

    [Fact]
    public async Task A_stop_waits_for_the_reconcile_in_flight()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), TestContext.Current.CancellationToken);
        var manager = new ControllerManager(_cluster);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (_, _) =>
        {
            started.TrySetResult();
            await release.Task;
            return ReconcileResult.Done;
        });
        var running = new RunningManager(manager);
        await started.Task;
        var stopping = running.StopAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;
    }

    [Fact]
    public async Task A_controller_added_while_running_starts()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), TestContext.Current.CancellationToken);
        var manager = new ControllerManager(_cluster);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => manager.Health.IsReady);
        var calls = 0;
        manager.Controller("late", ResourceKinds.ConfigMap).ReconcileWith((_, _) =>
        {
            Interlocked.Increment(ref calls);
            return Task.FromResult(ReconcileResult.Done);
        });
        await Eventually.TrueAsync(() => calls == 1);
        Assert.Throws<ArgumentException>(() => manager.Controller("late", ResourceKinds.ConfigMap).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done)));
    }

    [Fact]
    public async Task The_lease_is_kept_while_the_work_under_it_ends_and_let_go_after()
    {
        var manager = Manager("first", []);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        manager.AddRunnable(_ => release.Task);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(TestContext.Current.CancellationToken);
        var stopping = running.StopAsync();
        var writes = _cluster.Store(ResourceKinds.Lease).Writes.Count;
        await Eventually.TrueAsync(() => _cluster.Store(ResourceKinds.Lease).Writes.Count > writes + 3);
        Assert.Equal("first", await HolderAsync());
        release.SetResult();
        await stopping;
        Assert.Equal("", await HolderAsync());
    }

    [Fact]
    public async Task A_lease_under_which_work_was_left_behind_is_not_let_go()
    {
        var manager = Manager("first", [], TimeSpan.Zero);
        var never = new TaskCompletionSource();
        manager.AddRunnable(_ => never.Task);
        var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(TestContext.Current.CancellationToken);
        await running.StopAsync();
        Assert.Equal("first", await HolderAsync());
        never.SetResult();
    }

    [Fact]
    public async Task A_lost_lease_does_not_wait_for_work_that_does_not_end()
    {
        var manager = Manager("first", [], Timeout.InfiniteTimeSpan);
        var never = new TaskCompletionSource();
        manager.AddRunnable(_ => never.Task);
        await using var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(TestContext.Current.CancellationToken);
        _cluster.Store(ResourceKinds.Lease).Delete("default/lease");
        await Assert.ThrowsAsync<LeadershipLostException>(() => running.Task);
        Assert.False(manager.Health.IsLeader);
        never.SetResult();
    }

    [Fact]
    public async Task A_write_of_the_leaders_work_is_refused_when_the_lease_is_lost_and_work_of_every_replica_goes_on()
    {
        var manager = Manager("first", [], Timeout.InfiniteTimeSpan);
        var isLost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var outcomes = new System.Collections.Concurrent.ConcurrentDictionary<string, Exception?>();
        async Task WriteAsync(string name)
        {
            await isLost.Task;
            outcomes[name] = await Record.ExceptionAsync(() => manager.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap(name), CancellationToken.None));
        }

        manager.AddRunnable(_ => WriteAsync("leader"));
        manager.AddRunnable(_ => WriteAsync("everywhere"), needsLeaderElection: false);
        await using var running = new RunningManager(manager);
        await manager.Elected.WaitAsync(TestContext.Current.CancellationToken);
        _cluster.Store(ResourceKinds.Lease).Delete("default/lease");
        await Assert.ThrowsAsync<LeadershipLostException>(() => running.Task);
        isLost.SetResult();
        await Eventually.TrueAsync(() => outcomes.Count == 2);
        Assert.IsType<LeadershipLostException>(outcomes["leader"]);
        Assert.Null(outcomes["everywhere"]);
    }

    private async Task<string> HolderAsync() =>
        (await _cluster.Resource(ResourceKinds.Lease).GetAsync("default", "lease", TestContext.Current.CancellationToken)).Spec.HolderIdentity ?? "";

    private ControllerManager Manager(string name, System.Collections.Concurrent.ConcurrentQueue<string> workers, TimeSpan? graceful = null)
    {
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions
        {
            GracefulStopTimeout = graceful ?? TimeSpan.FromSeconds(30),
            LeaderElection = new LeaderElectionOptions
            {
                LeaseName = "lease",
                Identity = name,
                LeaseDuration = TimeSpan.FromSeconds(3),
                RenewDeadline = TimeSpan.FromMilliseconds(500),
                RetryPeriod = TimeSpan.FromMilliseconds(50),
            },
        });
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith((_, _) =>
        {
            workers.Enqueue(name);
            return Task.FromResult(ReconcileResult.Done);
        });
        return manager;
    }
}
