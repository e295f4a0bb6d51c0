using System.Collections.Concurrent;
using System.Diagnostics;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Testing;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ReconcileTraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private readonly string _name = $"traced-{Guid.NewGuid():N}";
    private readonly ActivitySource _mine = new($"Operon.Runtime.Tests.{Guid.NewGuid():N}");

    public ReconcileTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Operon.Runtime" or "Operon.Kubernetes" || source == _mine,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _listener.Dispose();
        _mine.Dispose();
    }

    [Fact]
    public async Task A_reconcile_is_a_span_with_its_cause_and_its_api_calls_are_children_of_it()
    {
        await using var cluster = await TestCluster.StartAsync(new TestClusterOptions { AlwaysInProcess = true }, Token);
        var manager = new ControllerManager(cluster.Client);
        var id = Guid.Empty;
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).Filter((_, _) => false).ReconcileWith(async (context, cancellationToken) =>
        {
            if (context.Key.Name == "traced")
            {
                id = context.ReconcileId;
                await manager.Client.Resource(ResourceKinds.ConfigMap).GetAsync(context.Key.Namespace, context.Key.Name, cancellationToken);
                await manager.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(Map("made"), cancellationToken);
            }

            return ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.IsReconciling);
        var created = await cluster.Client.Resource(ResourceKinds.ConfigMap).CreateAsync(Map("traced"), Token);
        await Eventually.TrueAsync(() => Spans("traced").Length == 1);

        var span = Spans("traced")[0];
        Assert.Equal(($"reconcile {_name}", ActivityKind.Internal, default), (span.DisplayName, span.Kind, span.ParentSpanId));
        Assert.Equal(
            ("ConfigMap", "default", "traced", $"{id}", 0, "Added", "ConfigMap", "default/traced", created.Metadata.ResourceVersion, 1, "Success"),
            (Tag(span, "k8s.kind"), Tag(span, "k8s.namespace.name"), Tag(span, "k8s.object.name"), Tag(span, "operon.reconcile_id"), Tag(span, "operon.attempt"),
                Tag(span, "operon.cause"), Tag(span, "operon.cause.source"), Tag(span, "operon.cause.object"), Tag(span, "operon.cause.resource_version"),
                Tag(span, "operon.causes"), Tag(span, "operon.outcome")));
        Assert.True(Assert.IsType<double>(Tag(span, "operon.queue_wait_seconds")) >= 0);
        var calls = _spans.Where(one => one.Source.Name == "Operon.Kubernetes" && one.ParentSpanId == span.SpanId).ToArray();
        Assert.Equal(["get", "create"], calls.Select(call => Tag(call, "k8s.verb")));
        Assert.All(calls, call => Assert.Equal(span.TraceId, call.TraceId));
    }

    [Fact]
    public async Task A_failed_reconcile_is_a_failed_span_and_its_retry_says_so()
    {
        var manager = new ControllerManager(new FakeCluster());
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).ReconcileWith((context, _) =>
            context.Attempt == 0 ? throw new HttpRequestException("connection refused") : Task.FromResult(ReconcileResult.Done));
        await using var running = new RunningManager(manager);
        controller.Enqueue(Make.Key("a"));
        await Eventually.TrueAsync(() => Spans("a").Length == 2);

        var (failed, retry) = (Spans("a")[0], Spans("a")[1]);
        Assert.Equal((ActivityStatusCode.Error, "connection refused", "Error"), (failed.Status, failed.StatusDescription, Tag(failed, "operon.outcome")));
        Assert.Equal((ActivityStatusCode.Unset, 1, "Retry", "Success"), (retry.Status, Tag(retry, "operon.attempt"), Tag(retry, "operon.cause"), Tag(retry, "operon.outcome")));
        Assert.NotEqual(failed.TraceId, retry.TraceId);
    }

    [Fact]
    public async Task Who_asked_is_linked_and_where_the_manager_was_started_is_neither_parent_nor_link()
    {
        var cluster = new FakeCluster();
        await cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("there"), Token);
        var manager = new ControllerManager(cluster);
        var controller = manager.Controller(_name, ResourceKinds.ConfigMap).ReconcileWith((_, _) => Task.FromResult(ReconcileResult.Done));
        RunningManager running;
        using (_mine.StartActivity("program"))
        {
            running = new RunningManager(manager);
        }

        await using var stop = running;
        await Eventually.TrueAsync(() => Spans("there").Length == 1);
        ActivityContext asking;
        using (var ask = _mine.StartActivity("ask"))
        {
            asking = ask!.Context;
            controller.Enqueue(Make.Key("asked"));
        }

        await Eventually.TrueAsync(() => Spans("asked").Length == 1);
        Assert.Equal(default, Spans("there")[0].ParentSpanId);
        Assert.Empty(Spans("there")[0].Links);
        var asked = Spans("asked")[0];
        Assert.Equal(default, asked.ParentSpanId);
        Assert.Equal(asking, Assert.Single(asked.Links).Context);
        Assert.NotEqual(asking.TraceId, asked.TraceId);
    }

    private static V1ConfigMap Map(string name) => Make.ConfigMap(name, namespaceName: "default");

    private static object? Tag(Activity span, string name) => span.GetTagItem(name);

    private Activity[] Spans(string name) => [.. _spans.Where(span => Equals(Tag(span, "controller"), _name) && Equals(Tag(span, "k8s.object.name"), name))];
}
