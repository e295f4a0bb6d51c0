using System.Collections.Concurrent;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class KeyControllerTests
{
    private readonly FakeCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_of_any_comparable_type_are_reconciled_with_retries_and_told_apart_by_equality()
    {
        var calls = new ConcurrentQueue<(Shard Key, int Attempt)>();
        var manager = new ControllerManager(_cluster);
        var controller = manager.KeyController<Shard>("shards")
            .Watches(ResourceKinds.ConfigMap, map => [new Shard(map.Metadata.NamespaceProperty, 1), new Shard(map.Metadata.NamespaceProperty, 2)])
            .ReconcileWith(new ShardReconciler(calls));
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), Token);
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("b"), Token);
        await using var running = new RunningManager(manager);

        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 3);

        // Both maps name the same shards, which wait once.
        Assert.Equal([(new Shard("ns", 1), 0), (new Shard("ns", 1), 1), (new Shard("ns", 2), 0)], calls.OrderBy(call => call.Key.Number).ThenBy(call => call.Attempt));
        Assert.Null(controller.Type);
        Assert.Equal(2, controller.Journal.Of(new Shard("ns", 1).ToString()).Count);

        controller.Enqueue(new Shard("other", 9));
        await Eventually.TrueAsync(() => calls.Any(call => call.Key == new Shard("other", 9)));
    }

    [Fact]
    public async Task A_key_is_never_with_two_workers()
    {
        var inWork = new ConcurrentDictionary<string, bool>();
        var overlaps = 0;
        var calls = 0;
        var manager = new ControllerManager(_cluster);
        var controller = manager.KeyController<string>("tenants").Configure(options => options with { Concurrency = 4 }).ReconcileWith(async (context, _) =>
        {
            Interlocked.Add(ref overlaps, inWork.TryAdd(context.Key, true) ? 0 : 1);
            await Task.Yield();
            inWork.TryRemove(context.Key, out var _);
            return Interlocked.Increment(ref calls) < 200 ? ReconcileResult.Again : ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        foreach (var key in new[] { "a", "b", "a", "c", "a" })
        {
            controller.Enqueue(key);
        }

        await Eventually.TrueAsync(() => calls >= 200);
        Assert.Equal(0, overlaps);
    }

    [Fact]
    public void Cancelling_when_the_object_is_deleted_needs_objects()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new ControllerManager(_cluster).KeyController<string>("tenants")
            .Configure(options => options with { CancelWhenDeleted = true })
            .ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done)));
        Assert.Contains("CancelWhenDeleted", refusal.Message, StringComparison.Ordinal);
    }

    private readonly record struct Shard(string Namespace, int Number);

    private sealed class ShardReconciler(ConcurrentQueue<(Shard Key, int Attempt)> calls) : IKeyReconciler<Shard>
    {
        public Task<ReconcileResult> ReconcileAsync(ReconcileContext<Shard> context, CancellationToken cancellationToken)
        {
            calls.Enqueue((context.Key, context.Attempt));
            return context is { Attempt: 0, Key.Number: 1 } ? throw new HttpRequestException("refused") : Task.FromResult(ReconcileResult.Done);
        }
    }
}
