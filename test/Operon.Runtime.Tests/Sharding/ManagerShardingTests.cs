using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ManagerShardingTests
{
    private const int Objects = 60;
    private readonly FakeCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_replicas_share_the_objects_and_never_work_on_one_at_once()
    {
        await CreateAsync(Objects);
        var work = new Work();
        await using var first = Run("a", work);
        await using var second = Run("b", work);
        await Eventually.TrueAsync(() => first.Manager.Sharding!.Held.Count == 4 && second.Manager.Sharding!.Held.Count == 4);

        // A change of every object is worked on by the one that has its shard.
        work.Clear();
        foreach (var i in Enumerable.Range(0, Objects))
        {
            await _cluster.Resource(ResourceKinds.ConfigMap).PatchAsync("ns", $"map-{i}", Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["value"] = "2" } }), Token);
        }

        await Eventually.TrueAsync(() => work.Keys.Count == Objects);
        foreach (var (key, by) in work.By)
        {
            var shard = ShardKeys.ShardOf(key, 8, ShardBy.Object);
            Assert.Equal([first.Manager.Sharding!.Held.Contains(shard) ? "a" : "b"], by.Distinct());
        }

        Assert.Contains(work.By, pair => pair.Value.Contains("a"));
        Assert.Contains(work.By, pair => pair.Value.Contains("b"));
        Assert.False(work.MetTwice);
    }

    [Fact]
    public async Task The_heir_of_a_shard_works_on_all_its_objects()
    {
        await CreateAsync(Objects);
        var work = new Work();
        await using var first = Run("a", work);
        await using var second = Run("b", work);
        await Eventually.TrueAsync(() => first.Manager.Sharding!.Held.Count == 4 && second.Manager.Sharding!.Held.Count == 4);
        var inherited = Enumerable.Range(0, Objects).Select(i => Make.Key($"map-{i}"))
            .Where(key => first.Manager.Sharding!.Held.Contains(ShardKeys.ShardOf(key, 8, ShardBy.Object))).ToArray();
        work.Clear();
        await first.StopAsync();
        await Eventually.TrueAsync(() => inherited.All(work.Keys.Contains));
        Assert.All(inherited, key => Assert.Equal("b", work.By[key].Last()));
        Assert.False(work.MetTwice);
    }

    [Fact]
    public async Task A_reconcile_of_a_replica_that_lost_its_place_cannot_write()
    {
        await CreateAsync(1);
        var entered = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var failure = new TaskCompletionSource<Exception>();
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { Sharding = Options("a"), GracefulStopTimeout = TimeSpan.Zero });
        manager.Controller("work", ResourceKinds.ConfigMap).ReconcileWith(async (context, _) =>
        {
            entered.TrySetResult();
            await goOn.Task;
            try
            {
                await manager.Client.Resource(ResourceKinds.ConfigMap).DeleteAsync("ns", context.Key.Name, CancellationToken.None);
                failure.TrySetResult(new InvalidOperationException("the write passed"));
            }
            catch (LeadershipLostException e)
            {
                failure.TrySetResult(e);
                throw;
            }

            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await entered.Task.WaitAsync(Token);
        _cluster.Store(ResourceKinds.Lease).Fault = _ => new HttpRequestException("connection refused");
        await Assert.ThrowsAsync<LeadershipLostException>(() => running.Task);
        goOn.SetResult();
        Assert.IsType<LeadershipLostException>(await failure.Task.WaitAsync(Token));
        Assert.NotNull(_cluster.Store(ResourceKinds.ConfigMap).VersionOf("ns/map-0"));
    }

    [Fact]
    public async Task A_controller_that_is_not_sharded_works_on_the_leader_only()
    {
        await CreateAsync(5);
        var work = new Work();
        await using var first = Run("a", work, isSharded: false);
        await Eventually.TrueAsync(() => work.Keys.Count == 5);
        await using var second = Run("b", work, isSharded: false);
        await Eventually.TrueAsync(() => second.Manager.Sharding!.Replicas == 2);
        Assert.All(work.By.Values, by => Assert.Equal(["a"], by.Distinct()));
    }

    [Fact]
    public void Work_of_the_leader_needs_leader_election_beside_sharding()
    {
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { Sharding = Options("a") });
        var refused = Assert.Throws<InvalidOperationException>(() => manager.AddRunnable(_ => Task.CompletedTask));
        Assert.Contains("need LeaderElection", refused.Message, StringComparison.Ordinal);
        manager.AddRunnable(_ => Task.CompletedTask, needsLeaderElection: false);
    }

    private static ShardingOptions Options(string identity) => new()
    {
        Name = "work",
        Shards = 8,
        Identity = identity,
        LeaseDuration = TimeSpan.FromSeconds(3),
        RenewDeadline = TimeSpan.FromSeconds(2),
        RetryPeriod = TimeSpan.FromMilliseconds(200),
    };

    private async Task CreateAsync(int count)
    {
        foreach (var i in Enumerable.Range(0, count))
        {
            await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap($"map-{i}", "1"), Token);
        }
    }

    private RunningReplica Run(string identity, Work work, bool isSharded = true)
    {
        var options = Options(identity);
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions
        {
            Sharding = options,
            LeaderElection = new LeaderElectionOptions
            {
                LeaseName = "leader",
                Identity = identity,
                LeaseDuration = options.LeaseDuration,
                RenewDeadline = options.RenewDeadline,
                RetryPeriod = options.RetryPeriod,
            },
        });
        manager.Controller("work", ResourceKinds.ConfigMap).WithConcurrency(4).Configure(all => all with { IsSharded = isSharded })
            .ReconcileWith((context, _) => work.DoAsync(context.Key, identity));
        return new RunningReplica(manager);
    }

    private sealed class RunningReplica(ControllerManager manager) : IAsyncDisposable
    {
        private readonly RunningManager _running = new(manager);

        public ControllerManager Manager => manager;

        public Task StopAsync() => _running.StopAsync();

        public ValueTask DisposeAsync() => _running.DisposeAsync();
    }

    /// <summary>Who worked on what, and whether two ever did at the same time.</summary>
    private sealed class Work
    {
        private readonly ConcurrentDictionary<ObjectKey, int> _inWork = [];

        public ConcurrentDictionary<ObjectKey, ConcurrentQueue<string>> By { get; } = [];

        public ICollection<ObjectKey> Keys => By.Keys;

        public bool MetTwice { get; private set; }

        public void Clear() => By.Clear();

        public async Task<ReconcileResult> DoAsync(ObjectKey key, string replica)
        {
            if (_inWork.AddOrUpdate(key, 1, (_, count) => count + 1) > 1)
            {
                MetTwice = true;
            }

            By.GetOrAdd(key, _ => []).Enqueue(replica);
            await Task.Delay(5, CancellationToken.None);
            _inWork.AddOrUpdate(key, 0, (_, count) => count - 1);
            return ReconcileResult.Done;
        }
    }
}
