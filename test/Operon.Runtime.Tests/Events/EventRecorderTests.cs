using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class EventRecorderTests
{
    private readonly FakeCluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeated_event_is_one_object_whose_count_grows_and_a_stop_publishes_what_waits()
    {
        var manager = new ControllerManager(_cluster);
        var running = new RunningManager(manager);
        var pod = await _cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("p"), Token);
        var events = manager.Events("tester");
        for (var i = 0; i < 3; i++)
        {
            events.Warning(pod, "Unhealthy", "probe failed");
        }

        events.Normal(pod, "Started", "started it");
        await running.StopAsync();

        var published = (await _cluster.Resource(ResourceKinds.Event).ListAsync("ns", null, Token)).Items;
        Assert.Equal([("Normal", "Started", 1), ("Warning", "Unhealthy", 3)], published.Select(one => (one.Type, one.Reason, one.Count ?? 0)).Order());
        var one = published[0];
        Assert.Equal(("tester", "tester"), (one.Source.Component, one.ReportingComponent));
        Assert.Equal(("v1", "Pod", "ns", "p", pod.Metadata.Uid), (one.InvolvedObject.ApiVersion, one.InvolvedObject.Kind, one.InvolvedObject.NamespaceProperty, one.InvolvedObject.Name, one.InvolvedObject.Uid));
        Assert.StartsWith("p.", one.Metadata.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_cluster_scoped_objects_go_to_the_default_namespace()
    {
        var manager = new ControllerManager(_cluster);
        var running = new RunningManager(manager);
        var node = await _cluster.Resource(ResourceKinds.Node).CreateAsync(new V1Node { Metadata = new V1ObjectMeta { Name = "n" } }, Token);
        manager.Events("tester").Normal(node, "Ready", "it is");
        await running.StopAsync();
        Assert.Equal("default", Assert.Single((await _cluster.Resource(ResourceKinds.Event).ListAsync(null, null, Token)).Items).Metadata.NamespaceProperty);
    }

    [Fact]
    public async Task A_flood_never_blocks_the_caller()
    {
        var manager = new ControllerManager(_cluster);
        var events = manager.Events("tester");
        for (var i = 0; i < 5000; i++)
        {
            events.Normal(Make.Pod("p"), "Flood", $"{i}");
        }

        var running = new RunningManager(manager);
        await running.StopAsync();
        Assert.Equal(1000, (await _cluster.Resource(ResourceKinds.Event).ListAsync(null, null, Token)).Items.Count);
    }

    [Fact]
    public async Task A_refused_event_does_not_hold_up_the_next()
    {
        var refused = false;
        _cluster.Store(ResourceKinds.Event).Fault = verb =>
            verb == "create" && !refused && (refused = true) ? FakeStore.Status(System.Net.HttpStatusCode.Forbidden, "Forbidden", "no") : null;
        var manager = new ControllerManager(_cluster);
        var running = new RunningManager(manager);
        manager.Events("tester").Normal(Make.Pod("p"), "First", "refused");
        manager.Events("tester").Normal(Make.Pod("p"), "Second", "taken");
        await running.StopAsync();
        Assert.Equal("Second", Assert.Single((await _cluster.Resource(ResourceKinds.Event).ListAsync(null, null, Token)).Items).Reason);
    }
}
