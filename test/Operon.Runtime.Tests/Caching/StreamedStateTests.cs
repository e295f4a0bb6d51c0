using System.Collections.Concurrent;
using System.Net;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class StreamedStateTests : IAsyncLifetime
{
    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly CachingOptions _options = new();
    private readonly RunningCaches _caches;
    private readonly IResourceClient<V1ConfigMap> _maps;
    private readonly FakeStore _store;

    public StreamedStateTests()
    {
        _maps = _cluster.Resource(ResourceKinds.ConfigMap);
        _store = _cluster.Store(ResourceKinds.ConfigMap);
        _store.ServesStreams = true;
        _caches = new RunningCaches(_cluster, _clock, _options);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _caches.DisposeAsync();

    [Fact]
    public async Task The_initial_state_comes_as_a_stream_and_the_same_watch_goes_on()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var informer = await StartAsync();
        Assert.Equal("1", informer.Find(Make.Key("a"))!.Data["value"]);

        await _maps.CreateAsync(Make.ConfigMap("b", "2"), Token);
        await Eventually.TrueAsync(() => informer.Find(Make.Key("b")) is not null);
        Assert.Equal((1, 0), (_store.Streams, _store.Lists));
    }

    [Fact]
    public async Task Nothing_of_a_streamed_state_shows_before_its_end()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        _store.EndOfStream = null;
        var informer = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        _caches.Start();
        await Eventually.TrueAsync(() => _store.Streams == 1 && _store.Watches == 1);
        Assert.Empty(informer.List());
        Assert.False(informer.HasSynced);
    }

    [Fact]
    public async Task A_server_that_refuses_to_stream_is_asked_for_a_list()
    {
        _store.ServesStreams = false;
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var informer = await StartAsync();
        Assert.NotNull(informer.Find(Make.Key("a")));
        Assert.Equal((0, 1), (_store.Streams, _store.Lists));
    }

    [Fact]
    public async Task A_server_that_ignores_the_wish_is_found_out_by_its_first_bookmark()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        _store.EndOfStream = null;
        var informer = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        _caches.Start();
        await Eventually.TrueAsync(() => _store.Watches == 1);
        _store.Bookmark();
        await Eventually.TrueAsync(() => informer.HasSynced);
        Assert.Equal(1, _store.Lists);
    }

    [Fact]
    public async Task A_server_that_never_ends_its_streams_is_asked_for_a_list_in_the_end()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        _store.EndOfStream = null;
        var informer = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        _caches.Start();
        await Eventually.TrueAsync(() => informer.HasSynced, _clock, TimeSpan.FromSeconds(1));
        Assert.Equal((3, 1), (_store.Streams, _store.Lists));
    }

    [Fact]
    public async Task Streaming_can_be_switched_off()
    {
        _options.StreamInitialState = false;
        await StartAsync();
        Assert.Equal((0, 1), (_store.Streams, _store.Lists));
    }

    [Fact]
    public async Task After_a_gap_without_history_a_stream_shows_deletions_and_new_incarnations()
    {
        foreach (var name in (string[])["deleted", "remade"])
        {
            await _maps.CreateAsync(Make.ConfigMap(name, "old"), Token);
        }

        var changes = new ConcurrentQueue<string>();
        var informer = await StartAsync();
        using var subscription = informer.Subscribe(change => changes.Enqueue(
            $"{(change.Old ?? change.New)!.Metadata.Name} {change.Old?.Data["value"] ?? "-"}>{change.New?.Data["value"] ?? "-"}{(change.IsFinalStateUnknown ? " unseen" : "")}"));
        changes.Clear();
        _store.Hold(true);
        await _maps.DeleteAsync("ns", "deleted", Token);
        await _maps.DeleteAsync("ns", "remade", Token);
        await _maps.CreateAsync(Make.ConfigMap("remade", "new"), Token);
        _store.Compact();
        _store.Hold(false);

        await Eventually.TrueAsync(() => changes.Count == 3, _clock, TimeSpan.FromMilliseconds(100));
        Assert.Equal(["remade old>- unseen", "remade ->new", "deleted old>- unseen"], changes);
        Assert.Equal((2, 0), (_store.Streams, _store.Lists));
    }

    [Fact]
    public async Task A_bookmark_moves_the_version_on()
    {
        var informer = await StartAsync();
        var before = ulong.Parse(informer.ResourceVersionOf()!, System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(() => _store.Watches == 1);
        _store.Bookmark();
        await Eventually.TrueAsync(() => ulong.Parse(informer.ResourceVersionOf()!, System.Globalization.CultureInfo.InvariantCulture) > before);
        Assert.Empty(informer.List());
    }

    [Fact]
    public async Task A_connection_that_stops_sending_bookmarks_is_replaced_long_before_its_lifetime_ends()
    {
        var informer = await StartAsync();
        await Eventually.TrueAsync(() => _store.Watches == 1);
        var before = informer.ResourceVersionOf();
        _store.Bookmark();
        await Eventually.TrueAsync(() => informer.ResourceVersionOf() != before);
        var start = _clock.GetUtcNow();
        await Eventually.TrueAsync(() => _store.Watches == 2, _clock, TimeSpan.FromSeconds(1));
        Assert.InRange((_clock.GetUtcNow() - start).TotalSeconds, 89, 200);
        Assert.Equal((1, 0), (_store.Streams, _store.Lists));
    }

    [Fact]
    public async Task Failures_go_to_the_handler_when_there_is_one()
    {
        var failures = new ConcurrentQueue<WatchFailure>();
        _options.WatchFailed = failures.Enqueue;
        _store.Fault = verb => verb == "stream" && failures.IsEmpty ? FakeStore.Status(HttpStatusCode.Forbidden, "Forbidden", "not yours") : null;
        _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        _caches.Start();
        await Eventually.TrueAsync(() => _store.Streams == 1, _clock, TimeSpan.FromMilliseconds(200));
        var failure = Assert.Single(failures);
        Assert.Equal(("configmaps", "not yours"), (failure.Type.Plural, failure.Error.Message));
        Assert.InRange(failure.NextTry.TotalSeconds, 0.8, 1.6);
    }

    private async Task<Informer<V1ConfigMap>> StartAsync()
    {
        var informer = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        _caches.Start();
        await informer.WaitForSyncAsync(Token);
        return informer;
    }
}
