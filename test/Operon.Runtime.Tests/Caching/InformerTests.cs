using System.Collections.Concurrent;
using System.Net;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class InformerTests : IAsyncLifetime
{
    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentQueue<string> _changes = [];
    private readonly IResourceClient<V1ConfigMap> _maps;
    private readonly FakeStore _store;
    private readonly RunningCaches _caches;
    private readonly Informer<V1ConfigMap> _informer;

    public InformerTests()
    {
        _maps = _cluster.Resource(ResourceKinds.ConfigMap);
        _store = _cluster.Store(ResourceKinds.ConfigMap);
        _caches = new RunningCaches(_cluster, _clock);
        _informer = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        _informer.Subscribe(change => _changes.Enqueue(
            $"{(change.IsInitial ? "initial " : "")}{change.Old?.Data?["value"] ?? "-"}>{change.New?.Data?["value"] ?? "-"}"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _caches.DisposeAsync();
    }

    [Fact]
    public async Task Lists_then_follows_every_change()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await StartAsync();
        Assert.True(_informer.HasSynced);
        Assert.Equal("1", _informer.Find(Make.Key("a"))!.Data["value"]);

        await _maps.CreateAsync(Make.ConfigMap("b", "2"), Token);
        await _maps.UpdateAsync(Make.ConfigMap("a", "3"), Token);
        await _maps.DeleteAsync("ns", "b", Token);

        await Eventually.TrueAsync(() => _changes.Count == 4);
        Assert.Equal(["initial ->1", "->2", "1>3", "2>-"], _changes);
        Assert.Null(_informer.Find(Make.Key("b")));
    }

    [Fact]
    public async Task After_an_expired_watch_a_new_list_shows_what_happened_in_the_gap_deletions_included()
    {
        foreach (var name in (string[])["kept", "changed", "deleted"])
        {
            await _maps.CreateAsync(Make.ConfigMap(name, name), Token);
        }

        await StartAsync();
        _changes.Clear();
        _store.Hold(true);
        await _maps.DeleteAsync("ns", "deleted", Token);
        await _maps.UpdateAsync(Make.ConfigMap("changed", "changed2"), Token);
        await _maps.CreateAsync(Make.ConfigMap("new", "new"), Token);
        _store.Compact();
        _store.Hold(false);

        await Eventually.TrueAsync(() => _changes.Count == 3, _clock, TimeSpan.FromMilliseconds(100));
        Assert.Equal(["changed>changed2", "->new", "deleted>-"], _changes);
        Assert.Equal(2, _store.Lists);
    }

    [Fact]
    public async Task A_watch_that_ends_goes_on_from_the_last_event_without_a_list()
    {
        await StartAsync();
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await Eventually.TrueAsync(() => _changes.Count == 1);
        _store.Hold(true);
        _store.EndWatches();
        await _maps.CreateAsync(Make.ConfigMap("b", "2"), Token);
        _store.Hold(false);

        await Eventually.TrueAsync(() => _changes.Count == 2, _clock, TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, _store.Lists);
    }

    [Fact]
    public async Task A_broken_connection_backs_off_from_800_ms_and_never_gives_up()
    {
        var failures = 0;
        _store.Fault = verb => verb == "list" && Interlocked.Increment(ref failures) <= 6 ? new HttpRequestException("connection refused") : null;
        var start = _clock.GetUtcNow();
        _caches.Start();
        await Eventually.TrueAsync(() => _informer.HasSynced, _clock, TimeSpan.FromMilliseconds(200));

        // 0.8 + 1.6 + 3.2 + 6.4 + 12.8 + 25.6 s without jitter, up to twice that with it.
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 50, 115);
        Assert.Equal(7, failures);
    }

    [Fact]
    public async Task Too_many_requests_on_a_watch_keep_the_version()
    {
        await StartAsync();
        var refusals = 0;
        _store.Fault = verb => verb == "watch" && Interlocked.Increment(ref refusals) <= 10 ? FakeStore.Status(HttpStatusCode.TooManyRequests, "TooManyRequests", "later") : null;
        _store.EndWatches();
        await Eventually.TrueAsync(() => refusals > 10, _clock, TimeSpan.FromSeconds(5));
        Assert.Equal(1, _store.Lists);
    }

    [Fact]
    public async Task A_kind_that_is_not_installed_yet_is_waited_for()
    {
        var isInstalled = false;
        var tries = 0;
        _store.Fault = _ => Interlocked.Increment(ref tries) > 0 && isInstalled ? null : FakeStore.Status(HttpStatusCode.NotFound, "", "404 page not found");
        _caches.Start();
        await Eventually.TrueAsync(() => tries > 3, _clock, TimeSpan.FromMilliseconds(500));
        Assert.False(_informer.HasSynced);
        isInstalled = true;
        await Eventually.TrueAsync(() => _informer.HasSynced, _clock, TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_silent_connection_is_replaced_after_the_lifetime_of_its_watch()
    {
        await StartAsync();
        await Eventually.TrueAsync(() => _store.Watches == 1);
        var start = _clock.GetUtcNow();
        await Eventually.TrueAsync(() => _store.Watches == 2, _clock, TimeSpan.FromSeconds(10));
        Assert.InRange((_clock.GetUtcNow() - start).TotalMinutes, 5, 12);
    }

    [Fact]
    public async Task A_subscriber_that_throws_does_not_stop_the_others()
    {
        using var broken = _informer.Subscribe(_ => throw new InvalidOperationException("a mistake"));
        var seen = new ConcurrentQueue<string>();
        using var other = _informer.Subscribe(change => seen.Enqueue(change.New!.Metadata.Name));
        await StartAsync();
        await _maps.CreateAsync(Make.ConfigMap("a"), Token);
        await _maps.CreateAsync(Make.ConfigMap("b"), Token);
        await Eventually.TrueAsync(() => seen.Count == 2);
    }

    [Fact]
    public async Task A_late_subscriber_gets_what_is_there()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await StartAsync();
        var seen = new List<ObjectChange<V1ConfigMap>>();
        using (_informer.Subscribe(seen.Add))
        {
            Assert.True(Assert.Single(seen).IsInitial);
        }

        await _maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await Eventually.TrueAsync(() => _changes.Count == 2);
        Assert.Single(seen);
    }

    [Fact]
    public async Task Objects_are_found_by_namespace_label_owner_and_own_indexes()
    {
        _informer.AddIndex("value", map => map.Data is null ? [] : [map.Data["value"]]);
        var owned = Make.ConfigMap("owned", "x");
        owned.Metadata.OwnerReferences = [new V1OwnerReference { Uid = "u1", Controller = true, Kind = "K", ApiVersion = "v1", Name = "o" }];
        await _maps.CreateAsync(owned, Token);
        await _maps.CreateAsync(Make.ConfigMap("a", "x", "other"), Token);
        await StartAsync();

        Assert.Equal(["owned"], Names(_informer.List("ns")));
        Assert.Equal(["a"], Names(_informer.List(null, new Dictionary<string, string> { ["name"] = "a" })));
        Assert.Equal(["owned"], Names(_informer.OwnedBy("u1")));
        Assert.Equal(2, _informer.ByIndex("value", "x").Count);
        Assert.Throws<ArgumentException>(() => _informer.ByIndex("nothing", "x"));

        await _maps.UpdateAsync(Make.ConfigMap("owned", "y"), Token);
        await Eventually.TrueAsync(() => _informer.ByIndex("value", "y").Count == 1);
        Assert.Empty(_informer.OwnedBy("u1"));
        Assert.Equal(["a"], Names(_informer.ByIndex("value", "x")));
    }

    [Fact]
    public async Task Several_namespaces_fill_one_cache_and_a_relist_of_one_leaves_the_others_alone()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1", "one"), Token);
        await _maps.CreateAsync(Make.ConfigMap("b", "2", "two"), Token);
        await _maps.CreateAsync(Make.ConfigMap("c", "3", "three"), Token);
        var informer = _caches.Caches.Get(ResourceKinds.ConfigMap, new CacheOptions { Namespaces = ["one", "two"] });
        var deletes = 0;
        informer.Subscribe(change => deletes += change.New is null ? 1 : 0);
        _caches.Start();
        await informer.WaitForSyncAsync(Token);
        Assert.Equal(["a", "b"], Names(informer.List()));

        _store.Compact();
        await Eventually.TrueAsync(() => _store.Lists >= 4, _clock, TimeSpan.FromMilliseconds(100));
        Assert.Equal(["a", "b"], Names(informer.List()));
        Assert.Equal(0, deletes);
    }

    [Fact]
    public async Task A_resync_replays_the_cache_without_asking_the_server()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        await StartAsync();
        await Eventually.TrueAsync(() => _changes.Contains("initial 1>1"), _clock, TimeSpan.FromMinutes(30));
        Assert.Equal(1, _store.Lists);
    }

    [Fact]
    public async Task Managed_fields_are_not_kept()
    {
        var map = Make.ConfigMap("a");
        map.Metadata.ManagedFields = [new V1ManagedFieldsEntry { Manager = "me" }];
        await _maps.CreateAsync(map, Token);
        await StartAsync();
        Assert.Null(_informer.Find(Make.Key("a"))!.Metadata.ManagedFields);
    }

    private static string[] Names(IReadOnlyList<V1ConfigMap> maps) => [.. maps.Select(map => map.Metadata.Name).Order(StringComparer.Ordinal)];

    private async Task StartAsync()
    {
        _caches.Start();
        await _informer.WaitForSyncAsync(Token);
    }
}
