using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;
using KubernetesJson = Operon.Kubernetes.KubernetesJson;

namespace Operon.Runtime.Tests;

public sealed class SharedWatchTests : IAsyncLifetime
{
    private static readonly ResourceKind<LeanMap> _lean = new(ResourceKinds.ConfigMap.Type, KubernetesJson.TypeInfo<LeanMap>(LeanContext.Default));
    private static readonly ResourceKind<PartialObjectMetadata> _metadata = ResourceKinds.Metadata(ResourceKinds.ConfigMap.Type);
    private readonly FakeCluster _cluster = new();
    private readonly CachingOptions _options = new();
    private readonly RunningCaches _caches;
    private readonly IResourceClient<V1ConfigMap> _maps;
    private readonly FakeStore _store;

    public SharedWatchTests()
    {
        _maps = _cluster.Resource(ResourceKinds.ConfigMap);
        _store = _cluster.Store(ResourceKinds.ConfigMap);
        _store.ServesStreams = true;
        _caches = new RunningCaches(_cluster, new FakeTimeProvider(), _options);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _caches.DisposeAsync();

    [Fact]
    public async Task Several_representations_of_a_kind_share_one_watch()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var full = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        var lean = _caches.Caches.Get(_lean, null);
        var metadata = _caches.Caches.Get(_metadata, null);
        _caches.Start();
        await Task.WhenAll(full.WaitForSyncAsync(Token), lean.WaitForSyncAsync(Token), metadata.WaitForSyncAsync(Token));

        await _maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await Eventually.TrueAsync(() => full.Find(Make.Key("a"))!.Data["value"] == "2" && lean.Find(Make.Key("a"))!.Data!["value"] == "2");
        Assert.Equal("a", metadata.Find(Make.Key("a"))!.Metadata.Labels["name"]);
        Assert.Equal(("v1", "ConfigMap"), (metadata.Find(Make.Key("a"))!.ApiVersion, lean.Find(Make.Key("a"))!.Kind));
        Assert.Equal((1, 1), (_store.Streams, _store.Watches));
    }

    [Fact]
    public async Task A_representation_that_joins_later_is_filled_and_the_others_hear_nothing_twice()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var full = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        var changes = new ConcurrentQueue<string>();
        using var subscription = full.Subscribe(change => changes.Enqueue(change.New!.Data["value"]));
        _caches.Start();
        await full.WaitForSyncAsync(Token);

        var lean = _caches.Caches.Get(_lean, null);
        await lean.WaitForSyncAsync(Token);
        await _maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await Eventually.TrueAsync(() => changes.Count == 2 && lean.Find(Make.Key("a"))!.Data!["value"] == "2");
        Assert.Equal(["1", "2"], changes);
    }

    [Fact]
    public async Task A_removed_cache_hears_nothing_more_and_a_new_one_starts_over()
    {
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var full = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        var lean = _caches.Caches.Get(_lean, null);
        _caches.Start();
        await Task.WhenAll(full.WaitForSyncAsync(Token), lean.WaitForSyncAsync(Token));

        Assert.True(_caches.Caches.Remove(ResourceKinds.ConfigMap, null));
        Assert.False(_caches.Caches.Remove(ResourceKinds.ConfigMap, null));
        await Eventually.TrueAsync(() => _store.Streams == 2);
        await _maps.UpdateAsync(Make.ConfigMap("a", "2"), Token);
        await Eventually.TrueAsync(() => lean.Find(Make.Key("a"))!.Data!["value"] == "2");
        Assert.Equal("1", full.Find(Make.Key("a"))!.Data["value"]);

        var again = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        await again.WaitForSyncAsync(Token);
        Assert.NotSame(full, again);
        Assert.Equal("2", again.Find(Make.Key("a"))!.Data["value"]);
    }

    [Fact]
    public async Task Transforms_run_before_an_object_is_stored_and_a_kinds_own_wins()
    {
        _options.Transform = resource => resource.Metadata.Labels = null;
        _options.ForKind(_lean, transform: map => map with { Data = null });
        await _maps.CreateAsync(Make.ConfigMap("a", "1"), Token);
        var full = _caches.Caches.Get(ResourceKinds.ConfigMap, null);
        var lean = _caches.Caches.Get(_lean, null);
        _caches.Start();
        await Task.WhenAll(full.WaitForSyncAsync(Token), lean.WaitForSyncAsync(Token));
        Assert.Null(full.Find(Make.Key("a"))!.Metadata.Labels);
        Assert.Null(lean.Find(Make.Key("a"))!.Data);
        Assert.Equal("a", lean.Find(Make.Key("a"))!.Metadata.Labels["name"]);
    }

    [Fact]
    public async Task The_objects_and_bytes_of_a_cache_are_measured()
    {
        var map = Make.ConfigMap("a", new string('x', 5000));
        await _maps.CreateAsync(map, Token);
        var measured = new ConcurrentDictionary<string, long>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Operon.Runtime")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.ToArray().Contains(new("representation", nameof(LeanMap))))
            {
                measured[instrument.Name] = value;
            }
        });
        listener.Start();
        var lean = _caches.Caches.Get(_lean, null);
        _caches.Caches.Get(_metadata, null);
        _caches.Start();
        await lean.WaitForSyncAsync(Token);
        await Eventually.TrueAsync(() =>
        {
            listener.RecordObservableInstruments();
            return measured.GetValueOrDefault("operon_cache_objects") == 1;
        });
        Assert.InRange(measured["operon_cache_bytes"], 5000, 6000);

        // The first object of a type also pays for what the serializer keeps for it.
        Assert.InRange(measured["operon_cache_memory_bytes"], 10_000, 200_000);
    }
}
