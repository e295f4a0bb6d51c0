using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ControllerBuilderTests
{
    private readonly ControllerManager _manager = new(new FakeCluster());

    [Fact]
    public void A_controller_is_named_after_its_kind_unless_it_is_given_a_name()
    {
        Assert.Equal("replicaset", _manager.Controller(ResourceKinds.ReplicaSet).ReconcileWith(DoneAsync).Name);
        Assert.Equal("rollout", _manager.Controller(ResourceKinds.ReplicaSet).Named("rollout").ReconcileWith(DoneAsync).Name);
        Assert.Equal(["replicaset", "rollout"], _manager.Controllers.Select(controller => controller.Name));
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_by_an_error_that_tells_the_remedy()
    {
        _manager.Controller("test", ResourceKinds.Pod).ReconcileWith(DoneAsync);
        var refusal = Assert.Throws<ArgumentException>(() => _manager.Controller("test", ResourceKinds.Node).ReconcileWith(DoneAsync));
        Assert.Contains("'test'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Named", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _manager.KeyController<int>("test").ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done)));
        Assert.Single(_manager.Controllers);
    }

    [Fact]
    public void Controllers_may_share_a_name_when_they_say_so_and_managers_do_not_share_names()
    {
        _manager.Controller("test", ResourceKinds.Pod).ReconcileWith(DoneAsync);
        _manager.Controller("test", ResourceKinds.Node).Configure(options => options with { AllowSameName = true }).ReconcileWith(DoneAsync);
        Assert.Equal(["test", "test"], _manager.Controllers.Select(controller => controller.Name));
        Assert.Equal("test", new ControllerManager(new FakeCluster()).Controller("test", ResourceKinds.Pod).ReconcileWith(DoneAsync).Name);
    }

    [Fact]
    public void A_builder_makes_one_controller()
    {
        var builder = _manager.Controller("test", ResourceKinds.Pod);
        builder.ReconcileWith(DoneAsync);
        Assert.Throws<InvalidOperationException>(() => builder.Named("second").ReconcileWith(DoneAsync));
        var keys = _manager.KeyController<int>("keys");
        keys.ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));
        Assert.Throws<InvalidOperationException>(() => keys.ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done)));
    }

    [Fact]
    public void A_namespaced_kind_cannot_own_a_cluster_scoped_one_and_the_error_names_both_and_a_way_out()
    {
        var refusal = Assert.Throws<ArgumentException>(() => _manager.Controller("test", ResourceKinds.Pod).Owns(ResourceKinds.Node));
        Assert.Contains("Node is cluster-scoped and cannot be owned by the namespaced Pod", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Watches", refusal.Message, StringComparison.Ordinal);
        _manager.Controller("test", ResourceKinds.Node).Owns(ResourceKinds.Pod);
    }

    public static TheoryData<string, Func<ControllerOptions, ControllerOptions>> WrongOptions => new()
    {
        { "Concurrency", options => options with { Concurrency = 0 } },
        { "JournalSize", options => options with { JournalSize = -1 } },
        { "Debounce", options => options with { Debounce = TimeSpan.FromSeconds(-1) } },
        { "ReconcileTimeout", options => options with { ReconcileTimeout = TimeSpan.Zero } },
        { "MaxInterval", options => options with { MaxInterval = TimeSpan.Zero } },
        { "SyncTimeout", options => options with { SyncTimeout = TimeSpan.FromSeconds(-1) } },
        { "FirstBackoff", options => options with { Queue = new QueueOptions { FirstBackoff = TimeSpan.Zero } } },
        { "LongestBackoff", options => options with { Queue = new QueueOptions { LongestBackoff = TimeSpan.FromMilliseconds(1) } } },
        { "LowerPriorityTurn", options => options with { Queue = new QueueOptions { LowerPriorityTurn = 1 } } },
    };

    [Theory]
    [MemberData(nameof(WrongOptions), DisableDiscoveryEnumeration = true)]
    public void Options_that_make_no_sense_are_refused_by_an_error_that_names_controller_and_option(string option, Func<ControllerOptions, ControllerOptions> change)
    {
        var refusal = Assert.Throws<ArgumentException>(() => _manager.Controller("test", ResourceKinds.Pod).Configure(change).ReconcileWith(DoneAsync));
        Assert.Contains("controller 'test'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(option, refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _manager.KeyController<int>("keys").Configure(change).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done)));
        Assert.Empty(_manager.Controllers);
    }

    [Fact]
    public void What_is_missing_is_refused_at_once()
    {
        var builder = _manager.Controller("test", ResourceKinds.Pod);
        Assert.Throws<ArgumentException>(() => _manager.Controller(" ", ResourceKinds.Pod).ReconcileWith(DoneAsync));
        Assert.Throws<ArgumentException>(() => _manager.KeyController<int>("").ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done)));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.WithConcurrency(0));
        Assert.Throws<ArgumentNullException>(() => builder.WatchesRaw(null!));
        Assert.Throws<ArgumentNullException>(() => builder.Configure(null!));
        Assert.Throws<ArgumentNullException>(() => builder.ReconcileWith((IReconciler)null!));
    }

    private static Task<ReconcileResult> DoneAsync(ReconcileContext context, CancellationToken cancellationToken) => Task.FromResult(ReconcileResult.Done);
}
