using System.Text.Json;
using System.Threading.Channels;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Operon.Kubernetes;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Faults;

public sealed class WatchFaultTests
{
    [Fact]
    public async Task A_watch_can_be_closed_after_a_number_of_events()
    {
        await using var cluster = await StartAsync();
        cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").Times(1).CloseWatch(afterEvents: 2));
        var seen = await WatchAsync(cluster);

        await CreateAsync(cluster, "a", "b", "c");

        Assert.Equal(["a", "b"], await ToEndAsync(seen));
    }

    [Fact]
    public async Task A_fault_reaches_a_watch_that_is_open_already()
    {
        await using var cluster = await StartAsync();
        var seen = await WatchAsync(cluster);
        await CreateAsync(cluster, "a");
        Assert.Equal("a", await seen.ReadAsync(Cancel));

        using var fault = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").Times(1).CloseWatch());

        Assert.Empty(await ToEndAsync(seen));
        Assert.Equal(1, fault.Fired);
    }

    [Fact]
    public async Task A_watch_can_end_in_the_middle_of_a_line()
    {
        await using var cluster = await StartAsync();
        cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").Times(1).CutInTheMiddle(afterEvents: 1));
        var seen = await WatchAsync(cluster);

        await CreateAsync(cluster, "a", "b");

        Assert.Equal("a", await seen.ReadAsync(Cancel));
        await Assert.ThrowsAnyAsync<IOException>(() => ToEndAsync(seen));
    }

    [Fact]
    public async Task A_watch_can_break()
    {
        await using var cluster = await StartAsync();
        cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").Times(1).BreakWatch());
        var seen = await WatchAsync(cluster);

        await Assert.ThrowsAnyAsync<IOException>(() => ToEndAsync(seen));
    }

    [Fact]
    public async Task A_watch_can_end_with_an_expired_event()
    {
        await using var cluster = await StartAsync();
        cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").Times(1).ExpireWatch());
        var seen = await WatchAsync(cluster);

        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(() => ToEndAsync(seen))).IsExpired);
    }

    [Fact]
    public async Task A_watch_can_send_a_line_that_is_no_json()
    {
        await using var cluster = await StartAsync();
        cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").Times(1).GarbleWatch());
        var seen = await WatchAsync(cluster);

        await Assert.ThrowsAnyAsync<JsonException>(() => ToEndAsync(seen));
    }

    [Fact]
    public async Task A_silent_watch_stays_open_without_events_and_breaks_when_the_fault_is_taken_back()
    {
        await using var cluster = await StartAsync();
        var fault = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").SilenceWatch(afterEvents: 1));
        var seen = await WatchAsync(cluster);
        await CreateAsync(cluster, "a", "b");
        Assert.Equal("a", await seen.ReadAsync(Cancel));
        await fault.WaitAsync(cancellationToken: Cancel);
        Assert.False(seen.TryRead(out _));

        fault.Dispose();

        await Assert.ThrowsAnyAsync<IOException>(() => ToEndAsync(seen));
    }

    [Fact]
    public async Task Events_can_arrive_late_by_the_clusters_clock()
    {
        var clock = new FakeTimeProvider();
        await using var cluster = await StartAsync(new() { TimeProvider = clock });
        var fault = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").DelayEvents(TimeSpan.FromMinutes(1)));
        var seen = await WatchAsync(cluster);
        await CreateAsync(cluster, "a");
        await fault.WaitAsync(cancellationToken: Cancel);
        Assert.False(seen.TryRead(out _));

        await cluster.EventuallyAsync(() => seen.TryPeek(out _), between: () => clock.Advance(TimeSpan.FromSeconds(20)), cancellationToken: Cancel);

        Assert.Equal("a", await seen.ReadAsync(Cancel));
    }

    [Fact]
    public async Task After_compaction_a_watch_from_before_is_refused()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var before = (await maps.ListAsync("default", null, Cancel)).ResourceVersion;
        await CreateAsync(cluster, "a");
        cluster.CompactHistory();

        await using var watch = maps.WatchAsync("default", new WatchOptions { ResourceVersion = before }, Cancel).GetAsyncEnumerator(Cancel);

        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(async () => await watch.MoveNextAsync())).IsExpired);
    }

    /// <summary>The names of the objects a watch tells of; ends as the watch does.</summary>
    private static async Task<ChannelReader<string>> WatchAsync(TestCluster cluster)
    {
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var start = (await maps.ListAsync("default", null, Cancel)).ResourceVersion;
        var names = Channel.CreateUnbounded<string>();
        _ = FollowAsync(maps.WatchAsync("default", new WatchOptions { ResourceVersion = start }, Cancel), names.Writer);
        return names.Reader;
    }

    private static async Task FollowAsync(IAsyncEnumerable<WatchEvent<V1ConfigMap>> events, ChannelWriter<string> names)
    {
        try
        {
            await foreach (var (_, map) in events)
            {
                names.TryWrite(map.Metadata.Name);
            }

            names.Complete();
        }
        catch (Exception e)
        {
            names.Complete(e);
        }
    }

    private static async Task<List<string>> ToEndAsync(ChannelReader<string> names)
    {
        List<string> all = [];
        await foreach (var name in names.ReadAllAsync(Cancel))
        {
            all.Add(name);
        }

        return all;
    }

    private static async Task CreateAsync(TestCluster cluster, params string[] names)
    {
        foreach (var name in names)
        {
            await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap(name), Cancel);
        }
    }
}
