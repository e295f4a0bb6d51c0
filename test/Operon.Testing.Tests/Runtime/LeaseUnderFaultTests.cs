using System.Collections.Concurrent;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Runtime;

public sealed class LeaseUnderFaultTests
{
    [Fact]
    public async Task A_leader_that_cannot_renew_ends_its_work_before_another_begins()
    {
        await using var cluster = await StartAsync();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var work = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        var first = RunAsync(cluster, clock, "first", work, stop.Token);
        await EventuallyAsync(() => work.Contains("first begins"));
        var second = RunAsync(cluster, clock, "second", work, stop.Token);
        await cluster.EventuallyAsync(() => cluster.Requests.All.Any(request => request is { User: "second", Resource: "leases" }), cancellationToken: Cancel);

        cluster.Faults.Add(Fault.On(Verb.All, "leases").ByUser("first").CutBefore());

        await EventuallyAsync(() => work.Contains("second begins"));
        await Assert.ThrowsAsync<LeadershipLostException>(() => first);
        Assert.Equal(["first begins", "first ends", "second begins"], work);
        await stop.CancelAsync();
        await second;

        Task EventuallyAsync(Func<bool> condition) =>
            cluster.EventuallyAsync(condition, TimeSpan.FromSeconds(60), () => string.Join('\n', work), () => clock.Advance(TimeSpan.FromMilliseconds(50)), Cancel);
    }

    [Fact]
    public async Task A_lease_survives_a_short_outage()
    {
        await using var cluster = await StartAsync();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var work = new ConcurrentQueue<string>();
        using var stop = new CancellationTokenSource();
        var leader = RunAsync(cluster, clock, "leader", work, stop.Token);
        await EventuallyAsync(() => work.Contains("leader begins"));
        using var refused = cluster.Faults.Add(Fault.On(Verb.All, "leases").ByUser("leader").Times(2).Respond(500));

        await EventuallyAsync(() => refused.Fired == 2);
        var window = cluster.Requests.Start("leader");
        await EventuallyAsync(() => window.Requests.Any(request => request is { Resource: "leases", Code: 200 }));

        Assert.Equal(["leader begins"], work);
        Assert.False(leader.IsCompleted);
        await stop.CancelAsync();
        await leader;

        Task EventuallyAsync(Func<bool> condition) =>
            cluster.EventuallyAsync(condition, TimeSpan.FromSeconds(60), () => string.Join('\n', work), () => clock.Advance(TimeSpan.FromMilliseconds(20)), Cancel);
    }

    private static async Task RunAsync(TestCluster cluster, TimeProvider clock, string name, ConcurrentQueue<string> work, CancellationToken cancellationToken)
    {
        var manager = new ControllerManager(cluster.ClientFor(name, "system:masters"), new ControllerManagerOptions
        {
            TimeProvider = clock,
            LeaderElection = new LeaderElectionOptions { LeaseName = "work", LeaseNamespace = "default", Identity = name },
        });
        manager.AddRunnable(async token =>
        {
            work.Enqueue($"{name} begins");
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            work.Enqueue($"{name} ends");
        });
        await manager.RunAsync(cancellationToken);
    }
}
