using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Runtime;

/// <summary>Replicas that share the work, against the API server, with the rights the documentation names and no more.</summary>
public sealed class ShardingTests
{
    private const int Objects = 40;
    private const int Shards = 8;

    private const string Rights = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: replica, namespace: default}
        rules:
        - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, list, create, update, delete]}
        - {apiGroups: [""], resources: [configmaps], verbs: [list, watch, patch]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: replica, namespace: default}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: replica}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: replicas}]
        """;

    [Fact]
    public async Task Replicas_come_stop_and_are_cut_off_and_every_object_is_worked_on_by_one_at_a_time()
    {
        await using var cluster = await StartAsync(new() { Manifests = [Rights] });
        foreach (var i in Enumerable.Range(0, Objects))
        {
            await cluster.Observer.Resource(ResourceKinds.ConfigMap).CreateAsync(ConfigMap($"map-{i}", "0"), Cancel);
        }

        var work = new Work();
        await using var a = new Replica(cluster, "a", work);
        await EventuallyAsync(() => a.Held == Shards);
        await using var b = new Replica(cluster, "b", work);
        await using var c = new Replica(cluster, "c", work);
        await EventuallyAsync(() => new[] { a, b, c }.All(replica => replica.Held is 2 or 3));
        await ChangeAllAsync("1");
        Assert.Equal(3, work.Last.Values.Distinct().Count());

        // One stops: the others have its work at once.
        await b.StopAsync();
        await EventuallyAsync(() => a.Held + c.Held == Shards);
        await ChangeAllAsync("2");

        // One is cut off: it ends by itself, and the last one has everything.
        cluster.Faults.Add(Fault.On(Verb.All, "leases").ByUser("c").CutBefore());
        await Assert.ThrowsAsync<LeadershipLostException>(() => c.Running);
        await EventuallyAsync(() => a.Held == Shards);
        await ChangeAllAsync("3");
        Assert.All(work.Last.Values, replica => Assert.Equal("a", replica));
        Assert.Empty(work.Together);

        // What kubectl shows.
        var leases = await cluster.Observer.Resource(ResourceKinds.Lease).ListAsync(
            "default", new ListOptions { LabelSelector = "sharding.operon.dev/name=work,sharding.operon.dev/role=shard" }, Cancel);
        Assert.Equal(Shards, leases.Items.Count);
        Assert.All(leases.Items, lease => Assert.Equal("a", lease.Spec.HolderIdentity));

        async Task ChangeAllAsync(string value)
        {
            work.Last.Clear();
            foreach (var i in Enumerable.Range(0, Objects))
            {
                await cluster.Observer.Resource(ResourceKinds.ConfigMap).PatchAsync(
                    "default", $"map-{i}", Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["value"] = value } }), Cancel);
            }

            await EventuallyAsync(() => work.Last.Count == Objects);
        }

        Task EventuallyAsync(Func<bool> condition) =>
            cluster.EventuallyAsync(condition, TimeSpan.FromSeconds(60), () => $"a has {a.Held}, worked on are {work.Last.Count}", cancellationToken: Cancel);
    }

    private sealed class Replica : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ControllerManager _manager;

        public Replica(TestCluster cluster, string name, Work work)
        {
            _manager = new ControllerManager(cluster.ClientFor(name, "replicas"), new ControllerManagerOptions
            {
                Namespaces = ["default"],
                Sharding = new ShardingOptions
                {
                    Name = "work",
                    Namespace = "default",
                    Shards = Shards,
                    Identity = name,
                    LeaseDuration = TimeSpan.FromSeconds(5),
                    RenewDeadline = TimeSpan.FromSeconds(3),
                    RetryPeriod = TimeSpan.FromMilliseconds(500),
                },
            });
            _manager.Controller("work", ResourceKinds.ConfigMap).WithConcurrency(4).ReconcileWith((context, _) => work.DoAsync(context.Key, name));
            Running = _manager.RunAsync(_stop.Token);
        }

        public Task Running { get; }

        public int Held => _manager.Sharding!.Held.Count;

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await Running;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }

    private sealed class Work
    {
        private readonly ConcurrentDictionary<ObjectKey, string> _inWork = [];

        public ConcurrentDictionary<ObjectKey, string> Last { get; } = [];

        /// <summary>Keys two replicas worked on at the same time.</summary>
        public ConcurrentQueue<string> Together { get; } = [];

        public async Task<ReconcileResult> DoAsync(ObjectKey key, string replica)
        {
            if (!_inWork.TryAdd(key, replica))
            {
                Together.Enqueue($"{key}: {replica} while {_inWork.GetValueOrDefault(key)}");
            }

            await Task.Delay(10, CancellationToken.None);
            _inWork.TryRemove(key, out _);
            Last[key] = replica;
            return ReconcileResult.Done;
        }
    }
}
