using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class WriteToReconcileTests
{
    private readonly FakeCluster _cluster = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private int _calls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Calls => Volatile.Read(ref _calls);

    [Fact]
    public async Task The_time_from_a_write_to_the_start_of_its_reconcile_is_measured()
    {
        using var times = new Measurements("operon_write_to_reconcile_seconds", "controller", "write-to-reconcile");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var manager = NewManager();
        manager.Controller("write-to-reconcile", ResourceKinds.ConfigMap).ReconcileWith(async (context, _) =>
        {
            Interlocked.Increment(ref _calls);
            if (context.Key.Name == "busy")
            {
                started.TrySetResult();
                await release.Task;
            }

            return ReconcileResult.Done;
        });
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        await using var running = new RunningManager(manager);
        await cache.WaitForSyncAsync(Token);
        await Maps.CreateAsync(Written("busy", 2), Token);
        await started.Task.WaitAsync(Token);

        // The only worker is busy for seven more seconds.
        await Maps.CreateAsync(Written("waiting", 1), Token);
        await Maps.UpdateAsync(Written("waiting", 0), Token);
        await Eventually.TrueAsync(() => cache.Find(Make.Key("waiting"))?.Metadata.ResourceVersion == _cluster.Store(ResourceKinds.ConfigMap).VersionOf("ns/waiting"));
        _clock.Advance(TimeSpan.FromSeconds(7));
        release.SetResult();
        await Eventually.TrueAsync(() => times.Values.Count >= 2, () => string.Join(", ", times.Values));
        Assert.Equal([2, 8], times.Values.Take(2));
    }

    [Fact]
    public async Task Initial_objects_retries_requeues_and_requests_are_no_writes()
    {
        using var times = new Measurements("operon_write_to_reconcile_seconds", "controller", "no-writes");
        await Maps.CreateAsync(Written("a", 10), Token);
        var manager = NewManager();
        var controller = manager.Controller("no-writes", ResourceKinds.ConfigMap).ReconcileWith((_, _) => Interlocked.Increment(ref _calls) switch
        {
            1 => throw new InvalidOperationException("Try again."),
            2 => Task.FromResult(ReconcileResult.After(TimeSpan.FromSeconds(3))),
            _ => Task.FromResult(ReconcileResult.Done),
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => Calls == 3, _clock, TimeSpan.FromSeconds(1));
        controller.Enqueue(Make.Key("a"));
        await Eventually.TrueAsync(() => Calls == 4);
        await Maps.DeleteAsync("ns", "a", Token);
        await Eventually.TrueAsync(() => Calls == 5);
        Assert.Empty(times.Values);

        await Maps.CreateAsync(Written("a", 4), Token);
        await Eventually.TrueAsync(() => Calls == 6);
        Assert.Equal([4], times.Values);
    }

    private IResourceClient<V1ConfigMap> Maps => _cluster.Resource(ResourceKinds.ConfigMap);

    private ControllerManager NewManager() => new(_cluster, new ControllerManagerOptions { TimeProvider = _clock });

    private V1ConfigMap Written(string name, int secondsAgo) => Make.WrittenAt(Make.ConfigMap(name, $"{secondsAgo}"), _clock.GetUtcNow().AddSeconds(-secondsAgo));
}
