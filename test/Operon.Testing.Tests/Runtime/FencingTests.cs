using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Runtime;

/// <summary>Two processes that both believe they lead, against the API server: the one that led before must not be able to write any more.</summary>
public sealed class FencingTests
{
    [Fact]
    public async Task A_former_leader_cannot_write_to_what_its_successor_has_claimed()
    {
        await using var cluster = await StartAsync();
        await using var former = new Leader(cluster, "former");
        await former.StartAsync();
        var maps = former.Manager.Client.Resource(ResourceKinds.ConfigMap);
        var readBefore = await former.DoAsync(stop => maps.CreateAsync(ConfigMap("a", "1"), stop));

        await using var successor = await SucceedAsync(cluster);
        await successor.DoAsync(async stop =>
        {
            await successor.Manager.ClaimAsync(ResourceKinds.ConfigMap, new ObjectKey("default", "a"), stop);
            return true;
        });

        // What it sent before it knew better, such as a replacement that was on its way: the server itself refuses it.
        readBefore.Data["value"] = "late";
        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => former.DoAsync(stop => maps.UpdateAsync(readBefore, stop)));
        Assert.True(refused.IsConflict);

        // What it wants to send now: it sees that it has been succeeded, and ends.
        await Assert.ThrowsAsync<LeadershipLostException>(() => former.DoAsync(stop => maps.PatchAsync("default", "a", Value("later"), stop)));
        await Assert.ThrowsAsync<LeadershipLostException>(() => former.Running);
        Assert.Equal("1", (await cluster.Observer.Resource(ResourceKinds.ConfigMap).GetAsync("default", "a", Cancel)).Data["value"]);
    }

    [Fact]
    public async Task Every_kind_of_write_of_a_former_leader_is_refused_and_every_kind_of_its_successor_is_done()
    {
        await using var cluster = await StartAsync(new() { Manifests = [WidgetCrd] });
        await using var former = new Leader(cluster, "former");
        await former.StartAsync();
        await cluster.Observer.Resource(Widgets).CreateAsync(Widget(new JsonObject { ["spec"] = new JsonObject { ["size"] = 1 } }), Cancel);
        await former.DoAsync(stop => former.Manager.Client.Resource(Widgets).PatchAsync("default", "w", Size(2), stop));

        await using var successor = await SucceedAsync(cluster);
        foreach (var (name, write) in Writes())
        {
            // Each of them runs once for the successor before the former leader tries.
            Assert.True(await successor.DoAsync(stop => write(successor.Manager.Client.Resource(Widgets), stop)), name);
        }

        var before = await cluster.Observer.Resource(Widgets).GetAsync("default", "w", Cancel);
        foreach (var (name, write) in Writes().Append(("delete", DeleteAsync)))
        {
            var error = await Record.ExceptionAsync(() => former.DoAsync(stop => write(former.Manager.Client.Resource(Widgets), stop)));
            Assert.True(error is LeadershipLostException or OperationCanceledException, $"{name}: {error}");
        }

        var after = await cluster.Observer.Resource(Widgets).GetAsync("default", "w", Cancel);
        Assert.Equal(before.Metadata.ResourceVersion, after.Metadata.ResourceVersion);
        Assert.True(await successor.DoAsync(stop => DeleteAsync(successor.Manager.Client.Resource(Widgets), stop)));
        Assert.Null(await cluster.Observer.Resource(Widgets).FindAsync("default", "w", Cancel));
    }

    private static IEnumerable<(string Name, Func<IResourceClient<UntypedObject>, CancellationToken, Task<bool>> Write)> Writes()
    {
        yield return ("merge patch", async (widgets, stop) => await widgets.PatchAsync("default", "w", Size(5), stop) is not null);
        yield return ("json patch", async (widgets, stop) => await widgets.PatchAsync(
            "default", "w", Patch.Json([new JsonObject { ["op"] = "replace", ["path"] = "/spec/size", ["value"] = 6 }]), stop) is not null);
        yield return ("apply", async (widgets, stop) => await widgets.ApplyAsync(
            Widget(new JsonObject { ["spec"] = new JsonObject { ["size"] = 7 } }), new WriteOptions { FieldManager = "test", Force = true }, stop) is not null);
        yield return ("status patch", async (widgets, stop) => await widgets.PatchAsync(
            "default", "w", Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["size"] = 8 } }), stop, subresource: "status") is not null);
        yield return ("update", async (widgets, stop) => await widgets.UpdateAsync(await widgets.GetAsync("default", "w", stop), stop) is not null);
        yield return ("status update", async (widgets, stop) => await widgets.UpdateAsync(await widgets.GetAsync("default", "w", stop), stop, subresource: "status") is not null);
    }

    private static async Task<bool> DeleteAsync(IResourceClient<UntypedObject> widgets, CancellationToken stop)
    {
        await widgets.DeleteAsync("default", "w", stop);
        return true;
    }

    private static UntypedObject Widget(JsonObject fields) => new() { Metadata = new V1ObjectMeta { Name = "w", NamespaceProperty = "default" }, Fields = fields };

    private static Patch Size(int size) => Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["size"] = size } });

    private static Patch Value(string value) => Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["value"] = value } });

    /// <summary>Takes the lease from under the feet of a leader that will not look at it for a long time.</summary>
    private static async Task<Leader> SucceedAsync(TestCluster cluster)
    {
        await cluster.Observer.Resource(ResourceKinds.Lease).DeleteAsync("default", "lease", Cancel);
        var successor = new Leader(cluster, "successor");
        await successor.StartAsync();
        return successor;
    }

    private sealed class Leader : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly System.Threading.Channels.Channel<Func<CancellationToken, Task>> _work =
            System.Threading.Channels.Channel.CreateUnbounded<Func<CancellationToken, Task>>();

        public Leader(TestCluster cluster, string name)
        {
            Manager = new ControllerManager(cluster.Client, new ControllerManagerOptions
            {
                GracefulStopTimeout = TimeSpan.FromSeconds(5),
                LeaderElection = new LeaderElectionOptions
                {
                    LeaseName = "lease",
                    LeaseNamespace = "default",
                    Identity = name,
                    Fencing = LeaderFencing.Stamp,
                    LeaseDuration = TimeSpan.FromHours(3),
                    RenewDeadline = TimeSpan.FromHours(2),
                    RetryPeriod = TimeSpan.FromHours(1),
                },
            });
            Manager.AddRunnable(async stop =>
            {
                await foreach (var work in _work.Reader.ReadAllAsync(CancellationToken.None))
                {
                    await work(stop);
                }
            });
        }

        public ControllerManager Manager { get; }

        public Task Running { get; private set; } = Task.CompletedTask;

        public async Task StartAsync()
        {
            Running = Manager.RunAsync(_stop.Token);
            await Manager.Elected.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        }

        /// <summary>Does something as work of the leader.</summary>
        public async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> work)
        {
            var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            await _work.Writer.WriteAsync(
                async _ =>
                {
                    try
                    {
                        done.SetResult(await work(Cancel));
                    }
                    catch (Exception e) when (e is KubernetesApiException or LeadershipLostException or OperationCanceledException or HttpRequestException)
                    {
                        done.SetException(e);
                    }
                },
                Cancel);
            return await done.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        }

        public async ValueTask DisposeAsync()
        {
            _work.Writer.Complete();
            await _stop.CancelAsync();
            await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }
}
