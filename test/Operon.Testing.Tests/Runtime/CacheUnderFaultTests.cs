using k8s.Models;
using Operon.Kubernetes;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Runtime;

/// <summary>Whatever happens to lists and watches: no delete is missed, no object is dropped, every key is reconciled after its last change.</summary>
public sealed class CacheUnderFaultTests
{
    [Fact]
    public async Task Deletes_that_fall_into_a_gap_reach_the_controller_although_the_history_is_gone()
    {
        await using var cluster = await StartAsync();
        await Churn.CreateAsync(cluster, 0, 5);
        await using var probe = await Probe.StartAsync(cluster);
        await probe.ConvergedAsync();
        var deaf = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).CloseWatch());
        var refused = cluster.Faults.Add(Fault.On(Verb.Reads, "configmaps").ByUser(Probe.User).Respond(503));
        await deaf.WaitAsync(cancellationToken: Cancel);

        await Churn.DeleteAsync(cluster, "map-1");
        await Churn.DeleteAsync(cluster, "map-2");
        await Churn.SetAsync(cluster, "map-3", "changed");
        await cluster.CreateAsync(ResourceKinds.ConfigMap, ConfigMap("map-2", "another of the same name"), Cancel);
        cluster.CompactHistory();
        await probe.EventuallyAsync(() => refused.Fired > 0, "the controller was refused");
        deaf.Dispose();
        refused.Dispose();

        await probe.ConvergedAsync();
        Assert.Equal(1, probe.DeletionsOf("map-1"));
        Assert.Contains(cluster.Requests.All, request => request.User == Probe.User && request.Code == 410);
    }

    [Fact]
    public async Task A_watch_that_says_410_in_its_stream_is_followed_by_a_list()
    {
        await using var cluster = await StartAsync();
        await using var probe = await Probe.StartAsync(cluster);
        using var expire = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).Times(3).ExpireWatch(afterEvents: 1));

        await Churn.CreateAsync(cluster, 0, 5);
        await probe.EventuallyAsync(() => expire.Fired == 3 || probe.Maps.List().Count == 5, "events or lists arrive");
        await Churn.DeleteAsync(cluster, "map-0");

        await probe.ConvergedAsync();
        Assert.True(expire.Fired > 0);
    }

    [Fact]
    public async Task A_line_cut_in_the_middle_costs_no_event()
    {
        await using var cluster = await StartAsync();
        await using var probe = await Probe.StartAsync(cluster);
        using var cut = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).Times(4).CutInTheMiddle(afterEvents: 1));

        await Churn.CreateAsync(cluster, 0, 12);
        await Churn.DeleteAsync(cluster, "map-4");

        await probe.EventuallyAsync(() => cut.Fired == 4, "four watches were cut");
        await probe.ConvergedAsync();
    }

    [Fact]
    public async Task A_line_that_is_no_json_costs_no_event()
    {
        await using var cluster = await StartAsync();
        await using var probe = await Probe.StartAsync(cluster);
        using var garble = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).Times(2).GarbleWatch(afterEvents: 1));

        await Churn.CreateAsync(cluster, 0, 6);

        await probe.EventuallyAsync(() => garble.Fired == 2, "two watches were garbled");
        await Churn.DeleteAsync(cluster, "map-4");
        await probe.ConvergedAsync();
    }

    [Fact]
    public async Task A_silent_watch_is_given_up_and_what_it_kept_back_is_caught_up()
    {
        await using var cluster = await StartAsync();
        await Churn.CreateAsync(cluster, 0, 3);
        await using var probe = await Probe.StartAsync(cluster);
        await probe.ConvergedAsync();
        using var silence = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).Times(1).SilenceWatch());
        await probe.EventuallyAsync(() => silence.Fired == 1, "the watch is silent");

        await Churn.DeleteAsync(cluster, "map-0");
        await Churn.SetAsync(cluster, "map-1", "unheard");

        // Watches live for minutes.
        probe.Step = TimeSpan.FromSeconds(2);
        await probe.ConvergedAsync();
        Assert.Equal(1, probe.DeletionsOf("map-0"));
    }

    [Fact]
    public async Task A_storm_of_429_delays_and_loses_nothing()
    {
        await using var cluster = await StartAsync();
        await using var probe = await Probe.StartAsync(cluster);
        cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).Times(1).CloseWatch());
        using var storm = cluster.Faults.Add(Fault.On(Verb.Reads, "configmaps").ByUser(Probe.User).Times(3).Respond(429, retryAfter: TimeSpan.FromSeconds(1)));

        await Churn.CreateAsync(cluster, 0, 5);
        await probe.EventuallyAsync(() => storm.Fired == 3, "the storm is over");
        await Churn.DeleteAsync(cluster, "map-0");

        await probe.ConvergedAsync();
    }

    [Fact]
    public async Task An_outage_of_five_minutes_is_caught_up_after_it()
    {
        await using var cluster = await StartAsync();
        await Churn.CreateAsync(cluster, 0, 5);
        await using var probe = await Probe.StartAsync(cluster);
        await probe.ConvergedAsync();
        await cluster.GoDownAsync();
        await Churn.DeleteAsync(cluster, "map-0");
        await Churn.SetAsync(cluster, "map-1", "changed in the dark");
        await Churn.CreateAsync(cluster, 5, 2);
        cluster.CompactHistory();

        probe.Step = TimeSpan.FromSeconds(1);
        var end = probe.Clock.GetUtcNow().AddMinutes(5);
        await probe.EventuallyAsync(() => probe.Clock.GetUtcNow() >= end, "five minutes have passed");
        Assert.NotNull(probe.Maps.Find(new ObjectKey("default", "map-0")));
        await cluster.ComeBackAsync(Cancel);

        await probe.ConvergedAsync();
        Assert.Equal(1, probe.DeletionsOf("map-0"));
    }

    [Fact]
    public async Task Pages_that_expire_while_a_controller_starts_are_read_anew()
    {
        await using var cluster = await StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), Cancel, async (part, _) => await Churn.CreateAsync(cluster, part * 65, 65));
        // A server that does not stream lists, and whose cache is no help, makes the controller read pages from the store.
        cluster.Faults.Add(Fault.On(Verb.List, "configmaps").ByUser(Probe.User).Where(list => list.Path.Contains("resourceVersion=0", StringComparison.Ordinal)).Times(1).Respond(410));
        cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).Where(watch => watch.Path.Contains("sendInitialEvents", StringComparison.Ordinal)).Respond(422));
        using var expired = cluster.Faults.Add(Fault.On(Verb.List, "configmaps").ByUser(Probe.User).Times(1).ExpireContinue());

        await using var probe = await Probe.StartAsync(cluster);

        await probe.ConvergedAsync();
        Assert.Equal(1, expired.Fired);
    }

    [Fact]
    public async Task A_watch_cache_that_lags_behind_never_takes_a_cache_back()
    {
        await using var cluster = await StartAsync();
        await Churn.CreateAsync(cluster, 0, 3);
        var hold = cluster.Faults.HoldWatchCache("configmaps");
        await Churn.SetAsync(cluster, "map-0", "new");
        await Churn.DeleteAsync(cluster, "map-1");

        // Whether the first list shows the past or waits is the controller's choice; after the cache has caught up, everything must be there.
        var starting = Probe.StartAsync(cluster);
        await cluster.EventuallyAsync(() => cluster.Requests.All.Any(request => request.User == Probe.User && request.Resource == "configmaps"), cancellationToken: Cancel);
        hold.Dispose();
        await using var probe = await starting;

        await probe.ConvergedAsync();
    }

    [Fact]
    public async Task Events_that_arrive_late_arrive_in_order()
    {
        await using var cluster = await StartAsync();
        await using var probe = await Probe.StartAsync(cluster);
        using var late = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).DelayEvents(TimeSpan.FromMilliseconds(100)));

        await Churn.CreateAsync(cluster, 0, 3);
        await Churn.SetAsync(cluster, "map-0", "1");
        await Churn.SetAsync(cluster, "map-0", "2");
        await Churn.DeleteAsync(cluster, "map-1");

        await probe.ConvergedAsync();
        Assert.True(late.Fired > 0);
    }
}
