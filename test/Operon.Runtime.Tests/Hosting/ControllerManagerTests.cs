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

    private ControllerManager Manager(string name, System.Collections.Concurrent.ConcurrentQueue<string> workers)
    {
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions
        {
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
