using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;
using KubernetesJson = Operon.Kubernetes.KubernetesJson;

namespace Operon.Runtime.Tests;

public sealed class WatchLagTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _clock = new(_now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("full")]
    [InlineData("metadata")]
    [InlineData("lean")]
    public Task The_time_from_a_write_to_the_arrival_of_its_event_is_measured(string representation)
    {
        var type = ResourceKinds.ConfigMap.Type with { Plural = $"lag{representation}" };
        return representation switch
        {
            "full" => FollowAsync(new ResourceKind<V1ConfigMap>(type, ResourceKinds.ConfigMap.Json)),
            "metadata" => FollowAsync(ResourceKinds.Metadata(type)),
            _ => FollowAsync(new ResourceKind<LeanMap>(type, KubernetesJson.TypeInfo<LeanMap>(LeanContext.Default))),
        };
    }

    [Fact]
    public void A_deletion_was_asked_for_before_its_grace_period_began()
    {
        var metadata = new V1ObjectMeta { CreationTimestamp = _now.UtcDateTime.AddHours(-1), DeletionTimestamp = _now.UtcDateTime.AddSeconds(20), DeletionGracePeriodSeconds = 30 };
        Assert.Equal(_now.UtcDateTime.AddSeconds(-10), WriteTime.Of(metadata, _now.UtcDateTime.AddMinutes(-1)));
        Assert.Equal(_now.UtcDateTime, WriteTime.Of(metadata, _now.UtcDateTime));
        Assert.Null(WriteTime.Of(new V1ObjectMeta(), null));
    }

    [Fact]
    public async Task An_object_without_managedFields_tells_its_creation()
    {
        await using var cluster = await TestCluster.StartAsync(cancellationToken: Token);
        var maps = cluster.Observer.Resource(ResourceKinds.ConfigMap);
        using var lags = new Measurements("operon_watch_lag_seconds", "cluster", "empty-objects");
        await using var caches = new RunningCaches(cluster.Client, TimeProvider.System, cluster: "empty-objects");
        var cache = caches.Caches.Get(ResourceKinds.ConfigMap, new CacheOptions { FieldSelector = "metadata.name=a" });
        caches.Start();
        await cache.WaitForSyncAsync(Token);
        var created = await maps.CreateAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "default" } }, Token);
        Assert.Null(created.Metadata.ManagedFields);
        await Eventually.TrueAsync(() => lags.Values.Count == 1);
        Assert.All(lags.Values, lag => Assert.InRange(lag, 0, 60));
    }

    private async Task FollowAsync<T>(ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        using var lags = new Measurements("operon_watch_lag_seconds", "resource", kind.Type.Plural);
        var maps = _cluster.Resource(new ResourceKind<V1ConfigMap>(kind.Type, ResourceKinds.ConfigMap.Json));
        await maps.CreateAsync(Written("initial", 3600), Token);
        await using var caches = new RunningCaches(_cluster, _clock);
        var cache = caches.Caches.Get(kind, null);
        caches.Start();
        await cache.WaitForSyncAsync(Token);
        await maps.CreateAsync(Written("a", 3), Token);
        await maps.UpdateAsync(Written("a", 3, 1), Token);

        // Takes a field away: no manager's time changes.
        await maps.UpdateAsync(Written("a", 1), Token);

        // The server's clock is ahead.
        await maps.UpdateAsync(Written("a", -2), Token);
        await maps.UpdateAsync(Written("initial", 5), Token);
        await Eventually.TrueAsync(() => lags.Values.Count >= 4, () => string.Join(", ", lags.Values));
        Assert.Equal([3, 1, 0, 5], lags.Values);
    }

    private static V1ConfigMap Written(string name, params int[] secondsAgo) => Make.WrittenAt(Make.ConfigMap(name), [.. secondsAgo.Select(ago => _now.AddSeconds(-ago))]);
}
