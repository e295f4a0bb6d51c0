using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Runtime;

/// <summary>Whatever happens to writes: the key comes again until its work is done, never twice at once.</summary>
public sealed class ReconcilesUnderFaultTests
{
    [Fact]
    public async Task Conflicts_server_errors_and_cut_connections_are_tried_again_until_the_write_is_done()
    {
        await using var cluster = await StartAsync();
        var writes = Fault.On(Verb.Writes, "configmaps").ByUser(Probe.User);
        FaultHandle[] faults =
        [
            cluster.Faults.Add(writes.Times(2).Respond(409)),
            cluster.Faults.Add(writes.Times(2).Respond(500)),
            cluster.Faults.Add(writes.Times(2).CutBefore()),
            cluster.Faults.Add(writes.Times(2).CutAfter()),
            cluster.Faults.Add(writes.Times(2).CutInTheMiddle()),
        ];
        await using var probe = await Probe.StartAsync(cluster, work: MarkAsync);

        await Churn.CreateAsync(cluster, 0, 4);

        await probe.EventuallyAsync(() => faults.All(fault => fault.Fired == 2), "all faults hit");
        await probe.ConvergedAsync();
        Assert.All(probe.Maps.List(), map => Assert.Equal(map.Data["value"], map.Metadata.Annotations["mark"]));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_not_made_twice()
    {
        await using var cluster = await StartAsync();
        using var lost = cluster.Faults.Add(Fault.On(Verb.Apply, "configmaps").ByUser(Probe.User).Times(3).CutAfter());
        await using var probe = await Probe.StartAsync(cluster, work: ChildAsync);

        await Churn.CreateAsync(cluster, 0, 3);

        await probe.EventuallyAsync(() => lost.Fired == 3, "three answers were lost");
        await probe.ConvergedAsync();
        Assert.Equal(3, probe.Maps.List().Count(map => map.Metadata.Name.StartsWith("child-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_write_that_is_never_answered_ends_with_the_time_of_the_reconcile_and_comes_again()
    {
        await using var cluster = await StartAsync();
        using var silent = cluster.Faults.Add(Fault.On(Verb.Patch, "configmaps").ByUser(Probe.User).Times(2).NeverAnswer());
        await using var probe = await Probe.StartAsync(cluster, work: MarkAsync, timeout: TimeSpan.FromSeconds(30));

        await Churn.CreateAsync(cluster, 0, 2);

        await probe.EventuallyAsync(() => silent.Fired == 2, "two writes hang");
        await probe.ConvergedAsync();
        Assert.All(probe.Maps.List(), map => Assert.Equal("0", map.Metadata.Annotations["mark"]));
    }

    [Fact]
    public async Task A_reconcile_sees_what_the_one_before_it_wrote_although_events_are_late()
    {
        await using var cluster = await StartAsync();
        var written = new ConcurrentDictionary<ObjectKey, long>();
        var stale = 0;
        using var late = cluster.Faults.Add(Fault.On(Verb.Watch, "configmaps").ByUser(Probe.User).DelayEvents(TimeSpan.FromMilliseconds(30)));
        await using var probe = await Probe.StartAsync(cluster, work: async (probe, context, cancellationToken) =>
        {
            if (probe.Maps.Find(context.Key) is not { } map)
            {
                return;
            }

            if (long.Parse(map.Metadata.ResourceVersion, null) < written.GetValueOrDefault(context.Key))
            {
                Interlocked.Increment(ref stale);
            }

            var count = int.Parse(Annotation(map, "count") ?? "0", null);
            if (count < 5)
            {
                var patched = await probe.Manager.Client.Resource(ResourceKinds.ConfigMap).PatchAsync(
                    context.Key.Namespace, context.Key.Name, Annotate("count", $"{count + 1}"), cancellationToken);
                written[context.Key] = long.Parse(patched.Metadata.ResourceVersion, null);
                throw new InvalidOperationException("once more");
            }
        });

        // The clock stands still, so that the wait for the cache is not cut short; the back-offs of failures are moved by hand.
        await Churn.CreateAsync(cluster, 0, 3);
        await cluster.EventuallyAsync(
            () => probe.Maps.List().Count == 3 && probe.Maps.List().All(map => Annotation(map, "count") == "5"),
            between: () => probe.Clock.Advance(TimeSpan.FromMilliseconds(5)),
            cancellationToken: Cancel);

        Assert.Equal(0, stale);
        await probe.ConvergedAsync();
    }

    [Fact]
    public async Task A_reconcile_of_an_object_that_is_as_it_should_be_writes_nothing()
    {
        await using var cluster = await StartAsync();
        await using var probe = await Probe.StartAsync(cluster, work: MarkAsync);
        await Churn.CreateAsync(cluster, 0, 1);
        await probe.EventuallyAsync(() => probe.Maps.List().SingleOrDefault()?.Metadata.Annotations?.ContainsKey("mark") == true, "the object is marked");
        await probe.ConvergedAsync();

        var window = cluster.Requests.Start(Probe.User);
        var before = probe.Reconciles;
        await cluster.Observer.Resource(ResourceKinds.ConfigMap).PatchAsync("default", "map-0", Annotate("touched", "yes"), Cancel);
        await probe.EventuallyAsync(() => probe.Reconciles > before, "the second reconcile ran");
        await probe.ConvergedAsync();

        window.Verify(RequestBudget.NoWrites);
    }

    private static async Task MarkAsync(Probe probe, ReconcileContext context, CancellationToken cancellationToken)
    {
        if (probe.Maps.Find(context.Key) is { } map && Annotation(map, "mark") != map.Data["value"])
        {
            await probe.Manager.Client.Resource(ResourceKinds.ConfigMap).PatchAsync(context.Key.Namespace, context.Key.Name, Annotate("mark", map.Data["value"]), cancellationToken);
        }
    }

    private static async Task ChildAsync(Probe probe, ReconcileContext context, CancellationToken cancellationToken)
    {
        if (probe.Maps.Find(context.Key) is { } map && map.Metadata.Name.StartsWith("map-", StringComparison.Ordinal)
            && probe.Maps.Find(new ObjectKey("default", $"child-{map.Metadata.Name}")) is null)
        {
            await probe.Manager.Client.Resource(ResourceKinds.ConfigMap).ApplyAsync(
                ConfigMap($"child-{map.Metadata.Name}", map.Data["value"]), new WriteOptions { FieldManager = "probe" }, cancellationToken);
        }
    }

    private static Patch Annotate(string name, string value) =>
        Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [name] = value } } });
}
