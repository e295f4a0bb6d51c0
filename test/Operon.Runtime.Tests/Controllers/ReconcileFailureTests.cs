using System.Collections.Concurrent;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ReconcileFailureTests
{
    private readonly FakeCluster _cluster = new();
    private readonly string _name = $"failures-{Guid.NewGuid():N}";
    private readonly ConcurrentQueue<ReconcileContext> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Exception> Bugs => [new NotImplementedException(), new InvalidCastException(), new ArgumentNullException("size"), new KeyNotFoundException()];

    [Theory]
    [MemberData(nameof(Bugs), DisableDiscoveryEnumeration = true)]
    public async Task A_bug_is_counted_as_a_panic_and_harms_no_other_object(Exception bug)
    {
        using var metrics = new ControllerMetrics(_name);
        await CreateAsync("bad", "good");
        var manager = new ControllerManager(_cluster);
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).ReconcileWith((context, _) =>
        {
            _calls.Enqueue(context);
            return context.Key.Name == "bad" && context.Attempt < 2 ? throw bug : Task.FromResult(ReconcileResult.Done);
        });
        await using var running = new RunningManager(manager);

        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 4);

        Assert.Equal([ReconcileOutcome.Success, ReconcileOutcome.Panic, ReconcileOutcome.Panic], controller.Journal.Of("ns/bad").Select(record => record.Outcome));
        Assert.Equal([ReconcileOutcome.Success], controller.Journal.Of("ns/good").Select(record => record.Outcome));
        Assert.Equal(2, metrics.Sum("controller_runtime_reconcile_panics_total"));
        Assert.Equal(2, metrics.Sum("controller_runtime_reconcile_errors_total"));
        Assert.Equal(2, metrics.Sum("controller_runtime_reconcile_total", "result=error"));
        Assert.Equal(2, metrics.Sum("controller_runtime_reconcile_total", "result=success"));
        Assert.False(running.Task.IsCompleted);
    }

    [Fact]
    public async Task A_failure_of_the_world_is_no_panic()
    {
        using var metrics = new ControllerMetrics(_name);
        await CreateAsync("a");
        var manager = new ControllerManager(_cluster);
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).ReconcileWith((context, _) =>
            context.Attempt == 0 ? throw new HttpRequestException("connection refused") : Task.FromResult(ReconcileResult.Done));
        await using var running = new RunningManager(manager);

        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 2);

        Assert.Equal(ReconcileOutcome.Error, controller.Journal.Recent()[1].Outcome);
        Assert.Equal(1, metrics.Sum("controller_runtime_reconcile_errors_total"));
        Assert.Equal(0, metrics.Sum("controller_runtime_reconcile_panics_total"));
    }

    [Fact]
    public async Task A_bug_stops_the_manager_when_asked_to_and_cancels_what_the_other_workers_do()
    {
        await CreateAsync("a-slow");
        var manager = new ControllerManager(_cluster);
        var wasCancelled = false;
        var isBusy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap)
            .Configure(options => options with { StopOnPanic = true, Concurrency = 2 })
            .ReconcileWith(async (context, cancellationToken) =>
            {
                if (context.Key.Name == "bug")
                {
                    throw new InvalidCastException("no such shape");
                }

                isBusy.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wasCancelled = true;
                return ReconcileResult.Done;
            });
        await using var running = new RunningManager(manager);
        await isBusy.Task.WaitAsync(Token);

        controller.Enqueue(Make.Key("bug"));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => running.Task.WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.IsType<InvalidCastException>(failure.InnerException);
        Assert.Contains(_name, failure.Message, StringComparison.Ordinal);
        Assert.True(wasCancelled);
    }

    [Fact]
    public async Task A_failure_that_is_no_bug_does_not_stop_the_manager_that_stops_on_bugs()
    {
        await CreateAsync("a");
        var manager = new ControllerManager(_cluster);
        manager.Controller(_name, ResourceKinds.ConfigMap).Configure(options => options with { StopOnPanic = true }).ReconcileWith((context, _) =>
        {
            _calls.Enqueue(context);
            return context.Attempt < 2 ? throw new HttpRequestException("connection refused") : Task.FromResult(ReconcileResult.Done);
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 3);
        Assert.False(running.Task.IsCompleted);
    }

    [Fact]
    public async Task A_reconcile_that_takes_too_long_is_counted_by_itself()
    {
        using var metrics = new ControllerMetrics(_name);
        await CreateAsync("a");
        var clock = new ArmedClock(DateTimeOffset.UnixEpoch);
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { TimeProvider = clock });
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).WithReconcileTimeout(TimeSpan.FromMinutes(3)).ReconcileWith(async (context, cancellationToken) =>
        {
            _calls.Enqueue(context);
            if (context.Attempt == 0)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 1);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(controller.Journal.InProgress());

        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 2, clock, TimeSpan.FromSeconds(1));

        Assert.Equal([ReconcileOutcome.Success, ReconcileOutcome.Timeout], controller.Journal.Recent().Select(record => record.Outcome));
        Assert.Equal(1, metrics.Sum("controller_runtime_reconcile_timeouts_total"));
        Assert.Equal(1, metrics.Sum("controller_runtime_reconcile_errors_total"));
        Assert.Equal(0, metrics.Sum("controller_runtime_reconcile_panics_total"));
    }

    public static TheoryData<Exception, ReconcileOutcome> AfterTheLimit => new()
    {
        { new IOException("the response was cut off"), ReconcileOutcome.Timeout },
        { new TerminalException("size must be odd"), ReconcileOutcome.TerminalError },
        { new RetryException("busy", TimeSpan.FromMinutes(1)), ReconcileOutcome.Error },
        { new InvalidCastException(), ReconcileOutcome.Panic },
    };

    [Theory]
    [MemberData(nameof(AfterTheLimit), DisableDiscoveryEnumeration = true)]
    public async Task What_a_reconcile_throws_after_its_limit_is_the_timeout_unless_it_was_meant_or_is_a_bug(Exception thrown, ReconcileOutcome outcome)
    {
        using var metrics = new ControllerMetrics(_name);
        await CreateAsync("a");
        var clock = new ArmedClock(DateTimeOffset.UnixEpoch);
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { TimeProvider = clock });
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).WithReconcileTimeout(TimeSpan.FromMinutes(3)).ReconcileWith(async (context, cancellationToken) =>
        {
            _calls.Enqueue(context);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw thrown;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => _calls.Count == 1);
        clock.Advance(TimeSpan.FromMinutes(3));
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 1);
        Assert.Equal(outcome, controller.Journal.Recent()[0].Outcome);
        Assert.Equal(outcome == ReconcileOutcome.Timeout ? 1 : 0, metrics.Sum("controller_runtime_reconcile_timeouts_total"));
    }

    [Fact]
    public async Task A_terminal_failure_is_counted_and_plans_no_retry()
    {
        using var metrics = new ControllerMetrics(_name);
        await CreateAsync("a");
        var manager = new ControllerManager(_cluster);
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).ReconcileWith((_, _) => throw new TerminalException("size must be odd"));
        await using var running = new RunningManager(manager);

        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 1);

        var record = controller.Journal.Of("ns/a")[0];
        Assert.Equal((ReconcileOutcome.TerminalError, null), (record.Outcome, record.Next));
        Assert.Contains("size must be odd", record.Error, StringComparison.Ordinal);
        Assert.Equal(1, metrics.Sum("controller_runtime_terminal_reconcile_errors_total"));
        Assert.Equal(1, metrics.Sum("controller_runtime_reconcile_errors_total"));
        Assert.Equal(0, metrics.Sum("workqueue_retries_total"));
    }

    [Fact]
    public async Task Results_are_counted_by_what_was_asked_for()
    {
        using var metrics = new ControllerMetrics(_name);
        await CreateAsync("a");
        var manager = new ControllerManager(_cluster);
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).ReconcileWith((context, _) =>
        {
            _calls.Enqueue(context);
            return Task.FromResult(_calls.Count switch { 1 => ReconcileResult.Again, 2 => ReconcileResult.After(TimeSpan.FromMilliseconds(1)), _ => ReconcileResult.Done });
        });
        await using var running = new RunningManager(manager);

        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 3);

        Assert.Equal(1, metrics.Sum("controller_runtime_reconcile_total", "result=requeue"));
        Assert.Equal(1, metrics.Sum("controller_runtime_reconcile_total", "result=requeue_after"));
        Assert.Equal(1, metrics.Sum("controller_runtime_reconcile_total", "result=success"));
        Assert.Equal(0, metrics.Sum("controller_runtime_reconcile_errors_total"));
    }

    private async Task CreateAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap(name), Token);
        }
    }
}
