using Microsoft.Extensions.Logging;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed partial class ReconcileLogTests
{
    private readonly FakeCluster _cluster = new();
    private readonly ScopedLines _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_line_inside_of_a_reconcile_tells_controller_kind_object_and_id()
    {
        await _cluster.Resource(ResourceKinds.ReplicaSet).CreateAsync(
            new k8s.Models.V1ReplicaSet { Metadata = new k8s.Models.V1ObjectMeta { Name = "rs", NamespaceProperty = "ns" } }, Token);
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { LoggerFactory = _log });
        var ids = new System.Collections.Concurrent.ConcurrentQueue<Guid>();
        var controller = manager.Controller("scaler", ResourceKinds.ReplicaSet).ReconcileWith(async (context, cancellationToken) =>
        {
            ids.Enqueue(context.ReconcileId);
            Note(_log.CreateLogger("mine"), "before");
            await Task.Yield();
            await Task.Run(() => Note(_log.CreateLogger("other"), "after"), cancellationToken);
            return context.Attempt == 0 ? throw new HttpRequestException("refused") : ReconcileResult.Done;
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 2);

        var lines = _log.Lines.Where(line => line.Text is "before" or "after" || line.Text.StartsWith("Reconcile of", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["before", "after", "failed", "before", "after"], lines.Select(line => line.Text.Contains("failed", StringComparison.Ordinal) ? "failed" : line.Text));
        Assert.Equal([.. Enumerable.Repeat(ids.First(), 3), .. Enumerable.Repeat(ids.Last(), 2)], lines.Select(line => Assert.IsType<Guid>(line.Scope["reconcileID"])));
        Assert.All(lines, line => Assert.Equal(
            ("scaler", "apps", "ReplicaSet", "ns", "rs"),
            (line.Scope["controller"], line.Scope["controllerGroup"], line.Scope["controllerKind"], line.Scope["namespace"], line.Scope["name"])));
        Assert.NotEqual(ids.First(), ids.Last());
    }

    [Fact]
    public async Task Lines_outside_of_reconciles_and_of_other_objects_do_not_carry_the_scope_of_one()
    {
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("a"), Token);
        await _cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(Make.ConfigMap("b"), Token);
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { LoggerFactory = _log });
        var controller = manager.Controller("test", ResourceKinds.ConfigMap).ReconcileWith((context, _) =>
        {
            Note(_log, context.Key.Name);
            return Task.FromResult(ReconcileResult.Done);
        });
        await using var running = new RunningManager(manager);
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 2);

        Assert.Equal(["a", "b"], _log.Lines.Where(line => line.Text is "a" or "b").Select(line => line.Scope["name"]));
        Assert.All(_log.Lines.Where(line => line.Text is not ("a" or "b")), line => Assert.DoesNotContain("reconcileID", line.Scope));
    }

    [Fact]
    public async Task Keys_that_are_no_objects_are_told_by_their_text()
    {
        var manager = new ControllerManager(_cluster, new ControllerManagerOptions { LoggerFactory = _log });
        var controller = manager.KeyController<int>("shards").ReconcileWith((_, _) =>
        {
            Note(_log, "in");
            return Task.FromResult(ReconcileResult.Done);
        });
        await using var running = new RunningManager(manager);
        controller.Enqueue(7);
        await Eventually.TrueAsync(() => controller.Journal.Recent().Count == 1);

        var scope = Assert.Single(_log.Lines, line => line.Text == "in").Scope;
        Assert.Equal(("shards", null, null, null, "7"), (scope["controller"], scope["controllerGroup"], scope["controllerKind"], scope["namespace"], scope["name"]));
    }

    [LoggerMessage(1, LogLevel.Information, "{Text}")]
    private static partial void Note(ILogger logger, string text);
}
