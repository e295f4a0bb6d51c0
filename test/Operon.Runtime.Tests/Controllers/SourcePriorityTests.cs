using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class SourcePriorityTests
{
    private readonly FakeCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IResourceClient<k8s.Models.V1ConfigMap> Maps => _cluster.Resource(ResourceKinds.ConfigMap);

    [Fact]
    public async Task What_was_there_at_the_start_comes_with_low_priority_and_what_happens_later_with_the_normal_one()
    {
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var manager = new ControllerManager(_cluster);
        var controller = Controller(manager);
        await using var running = new RunningManager(manager);
        await CountAsync(controller, 1);
        await Maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await CountAsync(controller, 2);
        await Maps.CreateAsync(Make.ConfigMap("b"), Token);
        await CountAsync(controller, 3);
        await Maps.DeleteAsync("ns", "a", Token);
        await CountAsync(controller, 4);

        Assert.Equal(
            [(CauseKind.Initial, QueuePriority.Low), (CauseKind.Updated, QueuePriority.Normal), (CauseKind.Added, QueuePriority.Normal), (CauseKind.Deleted, QueuePriority.Normal)],
            Told(controller));
    }

    [Fact]
    public async Task A_resync_comes_with_low_priority()
    {
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        var clock = new FakeTimeProvider();
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { TimeProvider = clock, ResyncPeriod = TimeSpan.FromHours(1) });
        var controller = Controller(manager);
        await using var running = new RunningManager(manager);
        await CountAsync(controller, 1);

        // The period varies by a tenth.
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count >= 2, clock, TimeSpan.FromMinutes(1));
        Assert.True(clock.GetUtcNow() - clock.Start >= TimeSpan.FromMinutes(54));
        Assert.Equal((CauseKind.Resync, QueuePriority.Low), Told(controller)[1]);
    }

    [Fact]
    public async Task A_fresh_change_raises_a_key_that_waits_from_the_start()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await Maps.CreateAsync(Make.ConfigMap(name, "1"), Token);
        }

        var manager = new ControllerManager(_cluster);
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (_, _) =>
        {
            await go.Task;
            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.Journal.InProgress().Count == 1 && controller.QueueDepth == 2);
        await Maps.UpdateAsync(Make.ConfigMap("c", "2"), Token);
        await Eventually.TrueAsync(() => cache.Find(Make.Key("c"))!.Data["value"] == "2");
        cache.Subscribe(_ => { }).Dispose();
        go.SetResult();
        await CountAsync(controller, 3);

        Assert.Equal(["ns/a", "ns/c", "ns/b"], controller.Journal.Recent().Reverse().Select(record => record.Key));
        var raised = controller.Journal.Of("ns/c")[0];
        Assert.Equal((QueuePriority.Normal, CauseKind.Initial, CauseKind.Updated), (raised.Priority, raised.Causes.First.Kind, raised.Causes.Latest.Kind));
    }

    [Fact]
    public async Task A_retry_keeps_the_priority_and_a_requeue_too()
    {
        await Maps.CreateAsync(Make.ConfigMap("a"), Token);
        var manager = new ControllerManager(_cluster);
        var calls = 0;
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith((_, _) => ++calls switch
        {
            1 => throw new HttpRequestException("refused"),
            2 => Task.FromResult(ReconcileResult.Again),
            _ => Task.FromResult(ReconcileResult.Done),
        });
        await using var running = new RunningManager(manager);
        await CountAsync(controller, 3);
        Assert.Equal([(CauseKind.Initial, QueuePriority.Low), (CauseKind.Retry, QueuePriority.Low), (CauseKind.Requeue, QueuePriority.Low)], Told(controller));
    }

    private static IController Controller(ControllerManager manager) =>
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));

    private static (CauseKind Cause, int Priority)[] Told(IController controller) =>
        [.. controller.Journal.Recent().Reverse().Select(record => (record.Causes.First.Kind, record.Priority))];

    private static Task CountAsync(IController controller, int count) => Eventually.TrueAsync(() => controller.Journal.Recent().Count == count);
}
