using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class FieldChangesTests
{
    [Fact]
    public void Fields_that_differ_are_told_with_operation_path_old_and_new()
    {
        var old = Make.ConfigMap("a", "1");
        old.Data["gone"] = "x";
        old.Metadata.ResourceVersion = "1";
        var now = Make.ConfigMap("a", "2");
        now.Metadata.ResourceVersion = "2";
        now.Metadata.Labels["app.kubernetes.io/name"] = "shop";

        var changes = FieldChanges.Between(ResourceKinds.ConfigMap, old, now);
        Assert.Equal(
            [
                "Added metadata.labels['app.kubernetes.io/name']: - -> \"shop\"",
                "Changed data.value: \"1\" -> \"2\"",
                "Removed data.gone: \"x\" -> -",
            ],
            changes.Select(change => change.ToString()).Order(StringComparer.Ordinal));
        Assert.Single(changes, change => change.IsUnder("metadata"));
        Assert.DoesNotContain(changes, change => change.IsUnder("dat"));
    }

    [Fact]
    public void List_items_compare_by_position()
    {
        V1Pod Of(params string[] images) => new()
        {
            Metadata = new V1ObjectMeta { Name = "p" },
            Spec = new V1PodSpec { Containers = [.. images.Select((image, i) => new V1Container { Name = $"c{i}", Image = image })] },
        };

        var changes = FieldChanges.Between(ResourceKinds.Pod, Of("a"), Of("b", "c"));
        Assert.Equal(["spec.containers[0].image", "spec.containers[1]"], changes.Select(change => change.Path));
        Assert.Equal([FieldOperation.Changed, FieldOperation.Added], changes.Select(change => change.Operation));
    }

    [Fact]
    public async Task Last_seen_tells_what_changed_since_it_was_handled_until_it_is_handled_again()
    {
        var cluster = new FakeCluster();
        var token = TestContext.Current.CancellationToken;
        var maps = cluster.Resource(ResourceKinds.ConfigMap);
        await maps.CreateAsync(Make.ConfigMap("a", "1"), token);
        var manager = new ControllerManager(cluster);
        var lastSeen = new LastSeen<V1ConfigMap>(manager, ResourceKinds.ConfigMap);
        var cache = manager.Cache(ResourceKinds.ConfigMap);
        await using var running = new RunningManager(manager);
        await cache.WaitForSyncAsync(token);

        var first = cache.Find(Make.Key("a"))!;
        Assert.Null(lastSeen.Changes(first));
        lastSeen.Remember(first);
        Assert.Empty(lastSeen.Changes(first)!);

        await maps.UpdateAsync(Make.ConfigMap("a", "2"), token);
        await Eventually.TrueAsync(() => cache.Find(Make.Key("a"))!.Data["value"] == "2");
        var second = cache.Find(Make.Key("a"))!;
        Assert.Equal("data.value", Assert.Single(lastSeen.Changes(second)!).Path);
        Assert.Single(lastSeen.Changes(second)!);
        lastSeen.Remember(second);
        Assert.Empty(lastSeen.Changes(second)!);
    }
}
