using System.Collections.Concurrent;
using System.Net;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class CacheReadingTests
{
    private readonly FakeCluster _cluster = new();
    private readonly IResourceClient<V1ConfigMap> _maps;
    private readonly FakeStore _store;

    public CacheReadingTests()
    {
        _maps = _cluster.Resource(ResourceKinds.ConfigMap);
        _store = _cluster.Store(ResourceKinds.ConfigMap);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cached_client_starts_a_cache_at_the_first_read_and_asks_the_server_no_more()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var manager = new ControllerManager(_cluster);
        await using var run = new RunningManager(manager);
        await Eventually.TrueAsync(() => manager.Health.IsReady);
        var client = manager.CachedClient.Resource(ResourceKinds.ConfigMap);

        Assert.Equal("1", (await client.GetAsync("ns", "a", Token)).Data["value"]);
        _store.Fault = verb => verb is "get" or "list" ? FakeStore.Status(HttpStatusCode.Forbidden, "Forbidden", "read live") : null;
        Assert.Single((await client.ListAsync("ns", null, Token)).Items);
        Assert.Null(await client.FindAsync("ns", "b", Token));
        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetAsync("ns", "b", Token))).IsNotFound);
    }

    [Fact]
    public async Task A_cached_read_shows_what_was_written_before_it()
    {
        var manager = new ControllerManager(_cluster);
        await using var run = new RunningManager(manager);
        await Eventually.TrueAsync(() => manager.Health.IsReady);
        var client = manager.CachedClient.Resource(ResourceKinds.ConfigMap);
        Assert.Empty((await client.ListAsync(null, null, Token)).Items);

        for (var i = 0; i < 20; i++)
        {
            await client.CreateAsync(Make.ConfigMap($"map{i}", "1"), Token);
            Assert.NotNull(await client.FindAsync("ns", $"map{i}", Token));
            await client.UpdateAsync(Make.ConfigMap($"map{i}", "2"), Token);
            Assert.Equal(i + 1, (await client.ListAsync("ns", null, Token)).Items.Count(map => map.Data["value"] == "2"));
        }
    }

    [Fact]
    public async Task A_cached_object_is_a_copy_and_changing_it_changes_nothing()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var manager = new ControllerManager(_cluster);
        await using var run = new RunningManager(manager);
        await Eventually.TrueAsync(() => manager.Health.IsReady);
        var client = manager.CachedClient.Resource(ResourceKinds.ConfigMap);
        (await client.GetAsync("ns", "a", Token)).Data["value"] = "mine";
        (await client.ListAsync(null, null, Token)).Items[0].Metadata.Labels["name"] = "mine";
        var cached = manager.Cache(ResourceKinds.ConfigMap).Find(Make.Key("a"))!;
        Assert.Equal(("1", "a"), (cached.Data["value"], cached.Metadata.Labels["name"]));
    }

    [Fact]
    public async Task With_reads_that_may_not_start_caches_an_unwatched_kind_is_an_error_that_names_it()
    {
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { Caching = new CachingOptions { ReadsStartCaches = false } });
        manager.Cache(ResourceKinds.Secret);
        await using var run = new RunningManager(manager);
        await Eventually.TrueAsync(() => manager.Health.IsReady);
        var e = await Assert.ThrowsAsync<CacheMissingException>(() => manager.CachedClient.Resource(ResourceKinds.ConfigMap).FindAsync("ns", "a", Token));
        Assert.Contains("configmaps", e.Message, StringComparison.Ordinal);
        Assert.Null(await manager.CachedClient.Resource(ResourceKinds.Secret).FindAsync("ns", "a", Token));
    }

    [Fact]
    public async Task Cached_reads_before_the_manager_runs_or_outside_its_namespaces_are_errors()
    {
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { Namespaces = ["ns"] });
        var client = manager.CachedClient.Resource(ResourceKinds.ConfigMap);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.FindAsync("ns", "a", Token));
        await using var run = new RunningManager(manager);
        await Eventually.TrueAsync(() => manager.Health.IsReady);
        await Assert.ThrowsAsync<CacheMissingException>(() => client.FindAsync("elsewhere", "a", Token));
        Assert.Null(await client.FindAsync("ns", "a", Token));
    }

    [Fact]
    public async Task Kinds_set_to_live_and_untyped_objects_are_read_from_the_server()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { Caching = new CachingOptions().ReadLive(ResourceKinds.ConfigMap.Type) });
        Assert.NotNull(await manager.CachedClient.Resource(ResourceKinds.ConfigMap).FindAsync("ns", "a", Token));
        var other = new ControllerManager(_cluster);
        Assert.NotNull(await other.CachedClient.Resource(ResourceKinds.Untyped(ResourceKinds.ConfigMap.Type)).FindAsync("ns", "a", Token));
    }

    [Fact]
    public async Task Field_selectors_are_answered_by_indexes_of_that_name_and_their_intersection()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "x"), Token);
        await _maps.CreateAsync(Make.ConfigMap("b", "x"), Token);
        await _maps.CreateAsync(Make.ConfigMap("c", "y"), Token);
        var manager = new ControllerManager(_cluster);
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        cache.AddIndex("data.value", map => [map.Data["value"]]);
        await using var run = new RunningManager(manager);
        await cache.WaitForSyncAsync(Token);
        cache.AddIndex("data.name", map => [map.Metadata.Name]);
        var client = manager.CachedClient.Resource(ResourceKinds.ConfigMap);

        Assert.Equal(["a", "b"], await NamesAsync("data.value=x"));
        Assert.Equal(["b"], await NamesAsync("data.value=x,data.name=b"));
        Assert.Equal(["c"], await NamesAsync("metadata.name=c,metadata.namespace=ns"));
        Assert.Empty(await NamesAsync("data.value=y,data.name=b"));
        var e = await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync("data.other=x"));
        Assert.Contains("data.other", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync("data.value!=x"));
        await Assert.ThrowsAsync<ArgumentException>(() => client.ListAsync(null, new ListOptions { Continue = "x" }, Token));

        async Task<string[]> NamesAsync(string selector) =>
            [.. (await client.ListAsync(null, new ListOptions { FieldSelector = selector }, Token)).Items.Select(map => map.Metadata.Name).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_label_index_narrows_lists_and_stays_right_when_labels_change()
    {
        await using var caches = new RunningCaches(_cluster, new FakeTimeProvider());
        var cache = caches.Caches.Get(ResourceKinds.ConfigMap, null);
        cache.AddLabelIndex("name");
        await _maps.CreateAsync(Make.ConfigMap("a", "x"), Token);
        await _maps.CreateAsync(Make.ConfigMap("b", "x"), Token);
        caches.Start();
        await cache.WaitForSyncAsync(Token);
        Assert.Equal("a", Assert.Single(cache.Select(new CacheQuery { LabelSelector = "name=a" })).Metadata.Name);
        Assert.Equal("b", Assert.Single(cache.Select(new CacheQuery { LabelSelector = "name,name!=a", Namespace = "ns" })).Metadata.Name);

        var changed = Make.ConfigMap("a", "x");
        changed.Metadata.Labels["name"] = "other";
        await _maps.UpdateAsync(changed, Token);
        await Eventually.TrueAsync(() => cache.List(null, new Dictionary<string, string> { ["name"] = "other" }).Count == 1);
        Assert.Empty(cache.Select(new CacheQuery { LabelSelector = "name=a" }));
    }

    [Fact]
    public async Task A_slow_handler_has_a_buffer_and_holds_nobody_up()
    {
        await using var caches = new RunningCaches(_cluster, new FakeTimeProvider());
        var cache = caches.Caches.Get(ResourceKinds.ConfigMap, null);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handled = new ConcurrentQueue<string>();
        await _maps.CreateAsync(Make.ConfigMap("a", "0"), Token);
        using var slow = cache.SubscribeBuffered("slow", async (change, cancellationToken) =>
        {
            await gate.Task.WaitAsync(cancellationToken);
            handled.Enqueue(change.New!.Data["value"]);
        });
        caches.Start();
        await cache.WaitForSyncAsync(Token);
        for (var i = 1; i < 10; i++)
        {
            await _maps.UpdateAsync(Make.ConfigMap("a", $"{i}"), Token);
        }

        await Eventually.TrueAsync(() => cache.Find(Make.Key("a"))!.Data["value"] == "9" && slow.Pending == 10);
        Assert.False(slow.HasSynced);
        gate.SetResult();
        await slow.WaitForSyncAsync(Token);
        await Eventually.TrueAsync(() => slow.Pending == 0);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), handled);
    }

    [Fact]
    public async Task A_manager_holds_the_caches_of_another_cluster()
    {
        var far = new FakeCluster();
        await far.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("far", "1"), Token);
        var manager = new ControllerManager(_cluster);
        var near = manager.Cache(ResourceKinds.ConfigMap);
        var cluster = manager.AddCluster("far", far);
        var cache = cluster.Cache(ResourceKinds.ConfigMap);
        await using var run = new RunningManager(manager);
        await cluster.WaitForCachesAsync(Token);
        await near.WaitForSyncAsync(Token);
        Assert.NotNull(cache.Find(Make.Key("far")));
        Assert.Empty(near.List());

        await cluster.CachedClient.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("new", "1"), Token);
        Assert.NotNull(await cluster.CachedClient.Resource(ResourceKinds.ConfigMap).FindAsync("ns", "new", Token));
        Assert.Contains("caches-far", manager.Health.Readiness.Names);
    }
}
