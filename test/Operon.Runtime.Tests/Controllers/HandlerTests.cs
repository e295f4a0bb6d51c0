using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class HandlerTests
{
    private static readonly ResourceType _owner = ResourceKinds.ReplicaSet.Type;
    private readonly ListQueue _queue = new();

    [Fact]
    public void The_controlling_owner_of_the_kind_is_woken_and_no_other()
    {
        var pod = Make.Pod("p");
        pod.Metadata.OwnerReferences =
        [
            Owner("plain"), Owner("mine", isController: true), Owner("other-kind", isController: true, kind: "StatefulSet"),
            Owner("other-group", isController: true, apiVersion: "example.com/v1"),
        ];
        Handle(ChangeHandlers.Owner<V1Pod>(_owner), new ObjectChange<V1Pod>(null, pod, false));
        Assert.Equal([Make.Key("mine")], _queue.Added);
    }

    [Fact]
    public void Every_owner_of_the_kind_is_woken_when_asked_for_whatever_the_version_of_its_group()
    {
        var pod = Make.Pod("p");
        pod.Metadata.OwnerReferences =
            [Owner("plain"), Owner("controlling", isController: true), Owner("older", apiVersion: "apps/v1beta2"), Owner("other", apiVersion: "example.com/v1")];
        Handle(ChangeHandlers.Owner<V1Pod>(_owner, onlyController: false), new ObjectChange<V1Pod>(null, pod, false));
        Assert.Equal([Make.Key("plain"), Make.Key("controlling"), Make.Key("older")], _queue.Added);
    }

    [Fact]
    public void An_owner_that_lost_an_object_and_the_one_that_got_it_are_both_woken_once()
    {
        var handler = ChangeHandlers.Owner<V1Pod>(_owner);
        Handle(handler, new ObjectChange<V1Pod>(Make.Pod("p", Owner("old", isController: true)), Make.Pod("p", Owner("new", isController: true)), false));
        Assert.Equal([Make.Key("new"), Make.Key("old")], _queue.Added);

        _queue.Added.Clear();
        Handle(handler, new ObjectChange<V1Pod>(Make.Pod("p", Owner("same", isController: true)), Make.Pod("p", Owner("same", isController: true)), false));
        Assert.Equal([Make.Key("same")], _queue.Added);

        _queue.Added.Clear();
        Handle(handler, new ObjectChange<V1Pod>(Make.Pod("p", Owner("bereft", isController: true)), null, false));
        Assert.Equal([Make.Key("bereft")], _queue.Added);
    }

    [Fact]
    public void A_cluster_scoped_owner_has_no_namespace()
    {
        Handle(
            ChangeHandlers.Owner<V1Pod>(ResourceKinds.Node.Type),
            new ObjectChange<V1Pod>(null, Make.Pod("p", Owner("node-1", isController: true, kind: "Node", apiVersion: "v1")), false));
        Assert.Equal([new ObjectKey(null, "node-1")], _queue.Added);
    }

    [Fact]
    public void A_map_runs_on_the_old_and_the_new_state_and_wakes_each_key_once()
    {
        var handler = ChangeHandlers.Map((V1ConfigMap map) => map.Data["value"].Split(',').Select(Make.Key));
        Handle(handler, new ObjectChange<V1ConfigMap>(Make.ConfigMap("m", "a,b,b"), Make.ConfigMap("m", "b,c"), false));
        Assert.Equal(["b", "c", "a"], _queue.Added.Select(key => key.Name));
    }

    [Fact]
    public void A_map_to_more_keys_than_are_compared_loses_none()
    {
        var many = Enumerable.Range(0, 40).Select(i => $"k{i}").ToArray();
        var handler = ChangeHandlers.Map((V1ConfigMap map) => map.Data["value"].Split(',').Select(Make.Key));
        Handle(handler, new ObjectChange<V1ConfigMap>(Make.ConfigMap("m", string.Join(',', many)), Make.ConfigMap("m", string.Join(',', many.Reverse())), false));
        Assert.Equal(many.Order(), _queue.Added.Select(key => key.Name).Distinct().Order());
    }

    [Fact]
    public void A_resync_calls_the_map_once()
    {
        var calls = 0;
        var map = Make.ConfigMap("m");
        Handle(
            ChangeHandlers.Map((V1ConfigMap one) =>
            {
                calls++;
                return new[] { ObjectKey.Of(one) };
            }),
            new ObjectChange<V1ConfigMap>(map, map, true));
        Assert.Equal(1, calls);
        Assert.Single(_queue.Added);
    }

    [Fact]
    public async Task A_custom_handler_sees_the_change_and_may_choose_priority_delay_and_cause()
    {
        var cluster = new FakeCluster();
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var manager = new ControllerManager(cluster, new ControllerManagerOptions { TimeProvider = clock });
        var controller = manager.Controller("test", ResourceKinds.ReplicaSet)
            .Watches(ResourceKinds.ConfigMap, ChangeHandlers.Custom((ObjectChange<V1ConfigMap> change, IWorkQueue<ObjectKey> queue) =>
            {
                if (change.New is null)
                {
                    queue.Add(Make.Key("gone"), new WorkCause(CauseKind.External, "mine"), 7, TimeSpan.FromMinutes(1));
                }
                else
                {
                    queue.Add(Make.Key("there"));
                }
            }))
            .ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.IsReconciling);
        var maps = cluster.Resource(ResourceKinds.ConfigMap);
        await maps.CreateAsync(Make.ConfigMap("a"), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 1);
        await maps.DeleteAsync("ns", "a", TestContext.Current.CancellationToken);
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        await Eventually.TrueAsync(() => cache.List().Count == 0);

        // A new subscriber is told in turn: when it has been, so have those before it.
        cache.Subscribe(_ => { }).Dispose();
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, controller.QueueDepth);
        Assert.Single(controller.Journal.Recent());

        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 2);
        var (gone, there) = (controller.Journal.Recent()[0], controller.Journal.Recent()[1]);
        Assert.Equal(("ns/gone", 7, new WorkCause(CauseKind.External, "mine")), (gone.Key, gone.Priority, gone.Causes.First));
        Assert.Equal(("ns/there", CauseKind.Added, "ConfigMap", Make.Key("a")), (there.Key, there.Causes.First.Kind, there.Causes.First.Source, there.Causes.First.Object));
    }

    [Fact]
    public async Task A_handler_that_throws_loses_its_change_only()
    {
        var cluster = new FakeCluster();
        var log = new ListLoggerFactory();
        var manager = new ControllerManager(cluster, new ControllerManagerOptions { LoggerFactory = log });
        var controller = manager.Controller("test", ResourceKinds.ReplicaSet)
            .Watches(ResourceKinds.ConfigMap, map => map.Metadata.Name == "bad" ? throw new InvalidCastException() : [ObjectKey.Of(map)])
            .ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));
        await using var running = new RunningManager(manager);
        await cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("bad"), TestContext.Current.CancellationToken);
        await cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("good"), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 1);
        Assert.Equal("ns/good", controller.Journal.Recent()[0].Key);
        Assert.Contains(log.Messages, message => message.Contains("ns/bad", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Owns_wakes_owners_that_do_not_control_when_asked_to()
    {
        var cluster = new FakeCluster();
        var manager = new ControllerManager(cluster);
        var controller = manager.Controller("test", ResourceKinds.ReplicaSet).Owns(ResourceKinds.Pod, onlyController: false).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));
        await using var running = new RunningManager(manager);
        await cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("p", Owner("plain")), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => controller.Journal.Of("ns/plain").Count == 1);
    }

    private void Handle<T>(IChangeHandler<T, ObjectKey> handler, ObjectChange<T> change)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta> => handler.Handle(change, _queue);

    private static V1OwnerReference Owner(string name, bool? isController = null, string kind = "ReplicaSet", string apiVersion = "apps/v1") =>
        new() { ApiVersion = apiVersion, Kind = kind, Name = name, Uid = name, Controller = isController };

    private sealed class ListQueue : IWorkQueue<ObjectKey>
    {
        public List<ObjectKey> Added { get; } = [];

        public int Depth => Added.Count;

        public void Add(ObjectKey key, WorkCause cause = default, int priority = QueuePriority.Normal, TimeSpan delay = default) => Added.Add(key);
    }
}
