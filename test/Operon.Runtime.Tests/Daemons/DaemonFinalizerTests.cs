using k8s.Models;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class DaemonFinalizerTests
{
    private static readonly ObjectKey _key = new("default", "a");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_a_finalizer_the_object_stays_until_its_daemon_has_stopped()
    {
        await using var cluster = await TestCluster.StartAsync(cancellationToken: Token);
        var maps = cluster.Observer.Resource(ResourceKinds.ConfigMap);
        await maps.CreateAsync(Make.ConfigMap("a", "on", "default"), Token);
        var stopping = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var manager = new ControllerManager(cluster.Client);
        manager.Daemon("tail", ResourceKinds.ConfigMap, async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.SetResult();
            await release.Task;
        }, new() { Finalizer = "test.example.com/tail", Matches = map => map.Metadata.Name == "a", StopGrace = TimeSpan.FromMinutes(10) });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(async () => (await FinalizersAsync()).Contains("test.example.com/tail"));

        await maps.DeleteAsync("default", "a", Token);
        await stopping.Task.WaitAsync(Token);
        Assert.NotNull(await maps.FindAsync("default", "a", Token));
        release.SetResult();
        await Eventually.TrueAsync(async () => await maps.FindAsync("default", "a", Token) is null);

        async Task<IEnumerable<string>> FinalizersAsync() => (await maps.GetAsync("default", "a", Token)).Metadata.Finalizers ?? [];
    }

    [Fact]
    public async Task An_object_that_no_longer_matches_loses_the_finalizer_and_keeps_those_of_others()
    {
        await using var cluster = await TestCluster.StartAsync(cancellationToken: Token);
        var maps = cluster.Observer.Resource(ResourceKinds.ConfigMap);
        var map = Make.ConfigMap("a", "on", "default");
        map.Metadata.Finalizers = ["test.example.com/other"];
        await maps.CreateAsync(map, Token);
        var manager = new ControllerManager(cluster.Client);
        manager.Daemon("tail", ResourceKinds.ConfigMap, (_, stop) => Task.Delay(Timeout.Infinite, stop),
            new() { Finalizer = "test.example.com/tail", Matches = one => one.Data?["value"] == "on" });
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => cache.Find(_key)?.Metadata.Finalizers?.Count == 2);

        await maps.PatchAsync("default", "a", Patch.Merge(System.Text.Json.Nodes.JsonNode.Parse("""{"data":{"value":"off"}}""")!), Token);
        await Eventually.TrueAsync(() => cache.Find(_key)?.Metadata.Finalizers?.Count == 1);
        Assert.Equal(["test.example.com/other"], cache.Find(_key)!.Metadata.Finalizers);
    }
}
