using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class OwnEventTests
{
    private readonly FakeCluster _cluster = new();
    private readonly ConcurrentQueue<ObjectKey> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IResourceClient<V1ConfigMap> Maps => _cluster.Resource(ResourceKinds.ConfigMap);

    [Fact]
    public async Task A_reconcile_with_one_write_runs_once_per_change()
    {
        var manager = new ControllerManager(_cluster);
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith((context, token) => StampAsync(manager, context, token));
        await using var running = new RunningManager(manager);
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await DeliveredAsync(manager, controller, 2);
        Assert.Single(Calls("a"));

        await Maps.PatchAsync("ns", "a", Merge("value", "2"), Token);
        await DeliveredAsync(manager, controller, 4);
        Assert.Equal(2, Calls("a").Length);
        Assert.Equal(2, controller.Journal.Of("ns/a").SelectMany(record => record.Writes).Count());
    }

    [Fact]
    public async Task A_controller_that_wants_its_own_events_gets_them()
    {
        var manager = new ControllerManager(_cluster);
        manager.Controller("test", ResourceKinds.ConfigMap).WithOwnEvents().ReconcileWith((context, token) =>
            Calls("a").Length == 0 ? StampAsync(manager, context, token) : Record(context));
        await using var running = new RunningManager(manager);
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await Eventually.TrueAsync(() => Calls("a").Length == 2);
    }

    [Fact]
    public async Task A_change_by_another_between_read_and_write_wakes_the_key_again()
    {
        var manager = new ControllerManager(_cluster);
        var store = _cluster.Store(ResourceKinds.ConfigMap);
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (context, token) =>
        {
            if (_calls.IsEmpty)
            {
                await Maps.PatchAsync("ns", "a", Merge("other", "x"), token);
                return await StampAsync(manager, context, token);
            }

            return await Record(context);
        });
        await using var running = new RunningManager(manager);
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await Eventually.TrueAsync(() => Calls("a").Length == 2);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_does_not_hide_the_change_whose_version_it_answers_with()
    {
        // The reconcile's patch comes after another's change the cache has not seen, and changes nothing: the answer carries the other's version.
        var manager = new ControllerManager(_cluster);
        var store = _cluster.Store(ResourceKinds.ConfigMap);
        store.AnswersNothingChanged = true;
        var first = new TaskCompletionSource();
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (context, token) =>
        {
            if (_calls.IsEmpty)
            {
                store.Hold(true);
                await Maps.PatchAsync("ns", "a", Merge("size", "9"), token);
                await StampAsync(manager, context, token);
                store.Hold(false);
                first.TrySetResult();
                return ReconcileResult.Done;
            }

            return await Record(context);
        });
        await using var running = new RunningManager(manager);
        var created = Make.ConfigMap("a", "1");
        created.Data["stamp"] = "yes";
        await Maps.CreateAsync(created, Token);
        await first.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        await Eventually.TrueAsync(() => Calls("a").Length == 2);
    }

    [Fact]
    public async Task What_a_list_finds_after_a_gap_always_wakes_since_several_changes_may_hide_in_it()
    {
        var manager = new ControllerManager(_cluster);
        var store = _cluster.Store(ResourceKinds.ConfigMap);
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (context, token) =>
        {
            if (_calls.IsEmpty)
            {
                store.Hold(true);
                await Maps.PatchAsync("ns", "a", Merge("other", "x"), token);
                await StampAsync(manager, context, token);
                store.Compact();
                store.Hold(false);
                return ReconcileResult.Done;
            }

            return await Record(context);
        });
        await using var running = new RunningManager(manager);
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await Eventually.TrueAsync(() => Calls("a").Length == 2);
    }

    [Fact]
    public async Task The_deletion_of_an_object_the_reconcile_wrote_wakes_it()
    {
        var manager = new ControllerManager(_cluster);
        manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith(async (context, token) =>
        {
            if (_calls.IsEmpty)
            {
                await StampAsync(manager, context, token);
                await manager.Client.Resource(ResourceKinds.ConfigMap).DeleteAsync("ns", "a", token);
                return ReconcileResult.Done;
            }

            return await Record(context);
        });
        await using var running = new RunningManager(manager);
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await Eventually.TrueAsync(() => Calls("a").Length == 2);
    }

    [Fact]
    public async Task Another_key_and_another_controller_see_the_write()
    {
        var manager = new ControllerManager(_cluster);
        var controller = manager.Controller("writer", ResourceKinds.ConfigMap)
            .Watches(ResourceKinds.ConfigMap, _ => [Make.Key("summary")])
            .ReconcileWith((context, token) => context.Key.Name == "a" ? StampAsync(manager, context, token) : Record(context));
        var reader = manager.Controller("reader", ResourceKinds.ConfigMap).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));
        await using var running = new RunningManager(manager);

        // Both have to listen before the write: who starts later sees only its result.
        await Maps.CreateAsync(Make.ConfigMap("first", "1"), Token);
        await Eventually.TrueAsync(() => reader.Journal.Of("ns/first").Count > 0 && controller.Journal.Of("ns/first").Count > 0);
        await Maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await DeliveredAsync(manager, controller, 3);
        Assert.Single(Calls("a"));
        await Eventually.TrueAsync(() => reader.Journal.Of("ns/a").Sum(record => record.Causes.Count) >= 2);
        await Eventually.TrueAsync(() => controller.Journal.Of("ns/summary").Sum(record => record.Causes.Count) >= 3);
    }

    [Fact]
    public async Task An_owned_object_that_the_reconcile_creates_wakes_it_only_when_another_changes_it()
    {
        var manager = new ControllerManager(_cluster);
        var owner = new V1OwnerReference { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "rs", Uid = "u", Controller = true };
        var controller = manager.Controller("test", ResourceKinds.ReplicaSet).Owns(ResourceKinds.Pod).ReconcileWith(async (context, token) =>
        {
            await Record(context);
            if (_calls.Count == 1)
            {
                await manager.Client.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("p", owner), token);
            }

            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await _cluster.Resource(ResourceKinds.ReplicaSet).CreateAsync(new V1ReplicaSet { Metadata = new V1ObjectMeta { Name = "rs", NamespaceProperty = "ns" } }, Token);
        var pods = manager.Cache(ResourceKinds.Pod);
        await Eventually.TrueAsync(() => pods.Find(Make.Key("p")) is not null && controller.QueueDepth == 0 && controller.Journal.InProgress().Count == 0);
        Assert.Single(_calls);

        var status = new JsonObject { ["status"] = new JsonObject { ["phase"] = "Running" } };
        await _cluster.Resource(ResourceKinds.Pod).PatchAsync("ns", "p", Patch.Merge(status), Token);
        await Eventually.TrueAsync(() => _calls.Count == 2);
    }

    private async Task<ReconcileResult> StampAsync(ControllerManager manager, ReconcileContext context, CancellationToken token)
    {
        _calls.Enqueue(context.Key);
        if (manager.Cache(ResourceKinds.ConfigMap).Find(context.Key) is not null)
        {
            await manager.Client.Resource(ResourceKinds.ConfigMap).PatchAsync("ns", context.Key.Name, Merge("stamp", "yes"), token);
        }

        return ReconcileResult.Done;
    }

    /// <summary>
    /// Waits until the object's changes have been handed out: the watch showed so many writes, and a key asked for afterwards has come and gone.
    /// </summary>
    private async Task DeliveredAsync(ControllerManager manager, IController controller, int writes)
    {
        var store = _cluster.Store(ResourceKinds.ConfigMap);
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        await Eventually.TrueAsync(() => store.Writes.Count >= writes);
        await Eventually.TrueAsync(() => cache.Find(Make.Key("a"))?.Metadata.ResourceVersion == store.VersionOf("ns/a"));
        await Eventually.TrueAsync(() => controller.QueueDepth == 0 && controller.Journal.InProgress().Count == 0);
    }

    private Task<ReconcileResult> Record(ReconcileContext context)
    {
        _calls.Enqueue(context.Key);
        return Task.FromResult(ReconcileResult.Done);
    }

    private ObjectKey[] Calls(string name) => [.. _calls.Where(key => key.Name == name)];

    private static Patch Merge(string name, string value) => Patch.Merge(new JsonObject { ["data"] = new JsonObject { [name] = value } });
}
