using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ControllerDefaultsTests
{
    [Fact]
    public async Task Controllers_take_what_they_do_not_say_from_the_manager()
    {
        var cluster = new FakeCluster();
        var token = TestContext.Current.CancellationToken;
        foreach (var name in new[] { "a", "b", "c" })
        {
            await cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap(name), token);
        }

        var manager = new ControllerManager(cluster, new ControllerManagerOptions
        {
            Controllers = new ControllerDefaults { ConcurrencyByKind = new Dictionary<string, int> { ["ConfigMap"] = 3 }, ReconcileTimeout = TimeSpan.FromMinutes(5) },
        });
        var inWork = 0;
        CancellationToken seen = default;
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (_, stop) =>
        {
            seen = stop;
            Interlocked.Increment(ref inWork);
            await Task.Delay(Timeout.Infinite, stop);
            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => inWork == 3);
        Assert.True(seen.CanBeCanceled);
    }

    [Fact]
    public void The_concurrency_of_a_kind_is_found_by_kind_and_group()
    {
        var defaults = new ControllerDefaults { Concurrency = 2, ConcurrencyByKind = new Dictionary<string, int> { ["Deployment.apps"] = 5, ["Pod"] = 7 } };
        Assert.Equal(5, defaults.ConcurrencyOf(ResourceKinds.Deployment.Type));
        Assert.Equal(7, defaults.ConcurrencyOf(ResourceKinds.Pod.Type));
        Assert.Equal(2, defaults.ConcurrencyOf(ResourceKinds.Job.Type));
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_at_once()
    {
        var cluster = new FakeCluster();
        Assert.ThrowsAny<ArgumentException>(() => new ControllerManager(cluster, new ControllerManagerOptions { Controllers = new ControllerDefaults { Concurrency = 0 } }));
        Assert.ThrowsAny<ArgumentException>(() => new ControllerManager(
            cluster, new ControllerManagerOptions { Controllers = new ControllerDefaults { ConcurrencyByKind = new Dictionary<string, int> { ["Pod"] = 0 } } }));
        Assert.ThrowsAny<ArgumentException>(() => new ControllerManager(cluster, new ControllerManagerOptions { GracefulStopTimeout = TimeSpan.FromSeconds(-5) }));
    }
}
