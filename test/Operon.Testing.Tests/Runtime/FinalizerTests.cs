using System.Text.Json.Nodes;
using k8s.Models;
using Operon.Kubernetes;
using Operon.Runtime;
using Xunit;
using static Operon.Testing.Tests.Samples;

namespace Operon.Testing.Tests.Runtime;

/// <summary>Finalizers against the API server: its JSON patches and its rules for objects that are being deleted.</summary>
public sealed class FinalizerTests
{
    private const string Ours = "example.com/ours";
    private const string Theirs = "example.org/theirs";

    [Fact]
    public async Task A_finalizer_is_added_once_and_removed_and_nothing_else_is_touched()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var map = await maps.CreateAsync(ConfigMap("a", "1"), Cancel);

        var added = await maps.AddFinalizerAsync(map, Ours, Cancel);
        Assert.Equal([Ours], added.Metadata.Finalizers);
        Assert.Same(added, await maps.AddFinalizerAsync(added, Ours, Cancel));

        var removed = await maps.RemoveFinalizerAsync(added, Ours, Cancel);
        Assert.Empty(removed!.Metadata.Finalizers ?? []);
        Assert.Equal("1", removed.Data["value"]);
    }

    [Fact]
    public async Task Finalizers_that_others_add_and_remove_at_the_same_time_are_all_respected()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var stale = await maps.CreateAsync(ConfigMap("a"), Cancel);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => maps.AddFinalizerAsync(stale, $"example.com/f{i}", Cancel)));
        var full = await maps.GetAsync("default", "a", Cancel);
        Assert.Equal(6, full.Metadata.Finalizers.Distinct().Count());

        // Every index in this copy is wrong as soon as the first is gone.
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => maps.RemoveFinalizerAsync(full, $"example.com/f{i}", Cancel)));
        Assert.Equal(["example.com/f5"], (await maps.GetAsync("default", "a", Cancel)).Metadata.Finalizers);
    }

    [Fact]
    public async Task An_object_that_got_the_name_since_is_left_alone()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var old = await maps.CreateAsync(ConfigMap("a"), Cancel);
        await maps.DeleteAsync("default", "a", Cancel);
        var heir = await maps.CreateAsync(ConfigMap("a"), Cancel);
        await maps.AddFinalizerAsync(heir, Ours, Cancel);
        old.Metadata.Finalizers = [Ours];

        Assert.Null(await maps.RemoveFinalizerAsync(old, Ours, Cancel));
        Assert.True((await Assert.ThrowsAsync<KubernetesApiException>(() => maps.AddFinalizerAsync(old, Theirs, Cancel))).IsNotFound);
        Assert.Equal([Ours], (await maps.GetAsync("default", "a", Cancel)).Metadata.Finalizers);
    }

    [Fact]
    public async Task What_the_server_refuses_is_not_tried_again_and_bad_names_are_refused_before_it_is_asked()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var map = await maps.AddFinalizerAsync(await maps.CreateAsync(ConfigMap("a"), Cancel), Ours, Cancel);
        await maps.DeleteAsync("default", "a", Cancel);
        map = await maps.GetAsync("default", "a", Cancel);
        await Assert.ThrowsAsync<KubernetesApiException>(() => maps.AddFinalizerAsync(map, Theirs, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => maps.AddFinalizerAsync(map, "noslash", Cancel));
    }

    [Fact]
    public async Task The_helper_adds_before_it_applies_and_removes_when_the_cleanup_is_done_wherever_ours_stands()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var finalizer = new Finalizer<V1ConfigMap>(maps, Ours);
        var map = ConfigMap("a");
        map.Metadata.Finalizers = [Theirs];
        map = await maps.CreateAsync(map, Cancel);
        var told = new List<string>();
        var cleanups = new Queue<ReconcileResult>([ReconcileResult.After(TimeSpan.FromSeconds(3)), ReconcileResult.Done]);

        async Task<ReconcileResult> ReconcileAsync(V1ConfigMap resource) => await finalizer.ReconcileAsync(
            resource,
            async (applied, stop) =>
            {
                told.Add($"apply with {string.Join(',', (await maps.GetAsync("default", "a", stop)).Metadata.Finalizers)}");
                return ReconcileResult.Done;
            },
            (_, _) =>
            {
                told.Add("cleanup");
                return Task.FromResult(cleanups.Dequeue());
            },
            Cancel);

        await ReconcileAsync(map);
        await maps.DeleteAsync("default", "a", Cancel);
        Assert.Equal(TimeSpan.FromSeconds(3), (await ReconcileAsync(await maps.GetAsync("default", "a", Cancel))).RequeueAfter);
        Assert.Equal([Theirs, Ours], (await maps.GetAsync("default", "a", Cancel)).Metadata.Finalizers);
        await ReconcileAsync(await maps.GetAsync("default", "a", Cancel));
        Assert.Equal([Theirs], (await maps.GetAsync("default", "a", Cancel)).Metadata.Finalizers);
        await ReconcileAsync(await maps.GetAsync("default", "a", Cancel));
        Assert.Equal([$"apply with {Theirs},{Ours}", "cleanup", "cleanup"], told);
    }

    [Fact]
    public async Task A_registry_runs_all_cleanups_and_one_that_fails_does_not_hold_up_the_others()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var registry = new FinalizerRegistry<V1ConfigMap>(maps);
        var isBroken = true;
        registry.Register("example.com/a", (_, _) => isBroken ? throw new InvalidOperationException("bucket is not empty") : Task.FromResult(ReconcileResult.Done));
        registry.Register("example.com/b", (_, _) => Task.FromResult(ReconcileResult.Done));
        Assert.Throws<ArgumentException>(() => registry.Register("example.com/b", (_, _) => Task.FromResult(ReconcileResult.Done)));

        var living = await registry.RunAsync(await maps.CreateAsync(ConfigMap("a"), Cancel), Cancel);
        Assert.Equal((false, 2), (living.IsBeingDeleted, living.Object.Metadata.Finalizers.Count));
        await maps.DeleteAsync("default", "a", Cancel);
        var failure = await Assert.ThrowsAsync<AggregateException>(async () => await registry.RunAsync(await maps.GetAsync("default", "a", Cancel), Cancel));
        Assert.Contains("bucket is not empty", Assert.Single(failure.InnerExceptions).Message, StringComparison.Ordinal);
        Assert.Equal(["example.com/a"], (await maps.GetAsync("default", "a", Cancel)).Metadata.Finalizers);

        isBroken = false;
        Assert.True((await registry.RunAsync(await maps.GetAsync("default", "a", Cancel), Cancel)).IsBeingDeleted);
        Assert.Null(await maps.FindAsync("default", "a", Cancel));
    }

    [Fact]
    public async Task Create_or_update_says_what_it_did()
    {
        await using var cluster = await StartAsync();
        var maps = cluster.Client.Resource(ResourceKinds.ConfigMap);
        var key = new ObjectKey("default", "a");
        Task<WrittenObject<V1ConfigMap>> WriteAsync(string value) =>
            maps.CreateOrUpdateAsync(key, map => map.Data = new Dictionary<string, string> { ["value"] = value }, Cancel);

        Assert.Equal(WriteOutcome.Created, (await WriteAsync("1")).Outcome);
        var same = await WriteAsync("1");
        Assert.Equal(WriteOutcome.Unchanged, same.Outcome);
        Assert.Equal(same.Object.Metadata.ResourceVersion, (await maps.GetAsync("default", "a", Cancel)).Metadata.ResourceVersion);
        var changed = await WriteAsync("2");
        Assert.Equal((WriteOutcome.Updated, "2"), (changed.Outcome, changed.Object.Data["value"]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => maps.CreateOrUpdateAsync(key, map => map.Metadata.Name = "b", Cancel));
    }

    [Fact]
    public async Task Create_or_patch_writes_object_and_status_apart()
    {
        await using var cluster = await StartAsync(new() { Manifests = [WidgetCrd] });
        var widgets = cluster.Client.Resource(Widgets);
        Task<WrittenObject<UntypedObject>> WriteAsync(int spec, int status) => widgets.CreateOrPatchAsync(
            new ObjectKey("default", "a"),
            widget =>
            {
                widget.Fields["spec"] = new JsonObject { ["size"] = spec };
                widget.Fields["status"] = new JsonObject { ["size"] = status };
            },
            Cancel);

        var created = await WriteAsync(1, 1);
        Assert.Equal((WriteOutcome.Created, 1), (created.Outcome, (int?)created.Object.Fields["status"]!["size"]));
        Assert.Equal(WriteOutcome.Unchanged, (await WriteAsync(1, 1)).Outcome);
        Assert.Equal(WriteOutcome.Updated, (await WriteAsync(2, 1)).Outcome);
        Assert.Equal(WriteOutcome.UpdatedStatusOnly, (await WriteAsync(2, 2)).Outcome);
        var both = await WriteAsync(3, 3);
        Assert.Equal((WriteOutcome.UpdatedWithStatus, 3, 3), (both.Outcome, (int?)both.Object.Fields["spec"]!["size"], (int?)both.Object.Fields["status"]!["size"]));
    }
}
