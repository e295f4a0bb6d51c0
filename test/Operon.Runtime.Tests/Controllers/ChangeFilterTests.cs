using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Runtime.Tests;

public sealed class ChangeFilterTests
{
    [Fact]
    public void The_generation_filter_passes_changes_of_spec_deletion_and_identity_only()
    {
        Assert.True(ChangeFilters.GenerationChanged(Map(), Map(m => m.Generation = 2)));
        Assert.True(ChangeFilters.GenerationChanged(Map(), Map(m => m.DeletionTimestamp = DateTime.UnixEpoch)));
        Assert.True(ChangeFilters.GenerationChanged(Map(), Map(m => m.Uid = "other")));
        Assert.False(ChangeFilters.GenerationChanged(Map(), Map(m => m.Labels["a"] = "2")));
        Assert.False(ChangeFilters.GenerationChanged(Map(), Map(m => m.ResourceVersion = "2")));
    }

    [Fact]
    public void The_version_filter_passes_all_but_resyncs()
    {
        Assert.True(ChangeFilters.ResourceVersionChanged(Map(), Map(m => m.ResourceVersion = "2")));
        Assert.False(ChangeFilters.ResourceVersionChanged(Map(), Map()));
    }

    [Fact]
    public void The_label_filter_passes_added_removed_and_changed_labels_only()
    {
        Assert.True(ChangeFilters.LabelsChanged(Map(), Map(m => m.Labels["a"] = "2")));
        Assert.True(ChangeFilters.LabelsChanged(Map(), Map(m => m.Labels["b"] = "1")));
        Assert.True(ChangeFilters.LabelsChanged(Map(), Map(m => m.Labels = null)));
        Assert.True(ChangeFilters.LabelsChanged(Map(), Map(m => m.Labels = new Dictionary<string, string> { ["b"] = "1" })));
        Assert.False(ChangeFilters.LabelsChanged(Map(m => m.Labels = null), Map(m => m.Labels = new Dictionary<string, string>())));
        Assert.False(ChangeFilters.LabelsChanged(Map(), Map(m => m.Annotations["a"] = "2")));
    }

    [Fact]
    public void The_annotation_filter_passes_changed_annotations_only()
    {
        Assert.True(ChangeFilters.AnnotationsChanged(Map(), Map(m => m.Annotations["a"] = "2")));
        Assert.True(ChangeFilters.AnnotationsChanged(Map(), Map(m => m.Annotations = null)));
        Assert.False(ChangeFilters.AnnotationsChanged(Map(), Map(m => m.Labels["a"] = "2")));
    }

    [Fact]
    public void The_finalizer_filter_passes_changed_finalizers_and_deletion_only()
    {
        Assert.True(ChangeFilters.FinalizersChanged(Map(), Map(m => m.Finalizers = ["example.com/x"])));
        Assert.True(ChangeFilters.FinalizersChanged(Map(m => m.Finalizers = ["example.com/x"]), Map(m => m.Finalizers = [])));
        Assert.True(ChangeFilters.FinalizersChanged(Map(), Map(m => m.DeletionTimestamp = DateTime.UnixEpoch)));
        Assert.False(ChangeFilters.FinalizersChanged(Map(), Map(m => m.Finalizers = [])));
        Assert.False(ChangeFilters.FinalizersChanged(Map(), Map(m => m.Generation = 2)));
    }

    [Fact]
    public void The_selector_filter_passes_what_matches_now_or_did_before()
    {
        var filter = ChangeFilters.Matching<V1ConfigMap>("a=1,!b");
        var (matches, differs) = (Map(), Map(m => m.Labels["b"] = ""));
        Assert.True(filter(Added(matches)));
        Assert.True(filter(Deleted(matches)));
        Assert.True(filter(Updated(matches, differs)));
        Assert.True(filter(Updated(differs, matches)));
        Assert.False(filter(Updated(differs, differs)));
        Assert.False(filter(Added(differs)));
        Assert.False(filter(Deleted(differs)));
        Assert.Throws<FormatException>(() => ChangeFilters.Matching<V1ConfigMap>("a in (b"));
    }

    [Fact]
    public void A_comparison_decides_on_updates_only()
    {
        var never = ChangeFilters.Updates<V1ConfigMap>((_, _) => false);
        Assert.True(never(Added(Map())));
        Assert.True(never(Deleted(Map())));
        Assert.False(never(Updated(Map(), Map())));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void And_or_and_not_combine_filters(bool a, bool b)
    {
        var change = Updated(Map(), Map());
        ChangeFilter<V1ConfigMap> first = _ => a;
        ChangeFilter<V1ConfigMap> second = _ => b;
        Assert.Equal(a && b, ChangeFilters.And(first, second)(change));
        Assert.Equal(a || b, ChangeFilters.Or(first, second)(change));
        Assert.Equal(!a, ChangeFilters.Not(first)(change));
        Assert.Equal(!(a && b), ChangeFilters.Or(ChangeFilters.Not(first), ChangeFilters.Not(second))(change));
    }

    [Fact]
    public async Task Several_filters_of_the_primary_object_must_all_pass_and_those_of_a_watch_concern_it_alone()
    {
        var cluster = new FakeCluster();
        var calls = new ConcurrentQueue<string>();
        var manager = new ControllerManager(cluster);
        manager.Controller("test", ResourceKinds.ConfigMap)
            .Filter(ChangeFilters.Matching<V1ConfigMap>("tier=web"))
            .Filter(ChangeFilters.Not(ChangeFilters.Matching<V1ConfigMap>("paused")))
            .Watches(ResourceKinds.Pod, ChangeHandlers.Map((V1Pod pod) => new[] { Make.Key($"pod-{pod.Metadata.Name}") }), change => change.New?.Metadata.Name != "skipped")
            .ReconcileWith(Record(calls));
        await using var running = new RunningManager(manager);
        await CreateAsync(cluster, "paused", ("tier", "web"), ("paused", ""));
        await CreateAsync(cluster, "backend", ("tier", "db"));
        await CreateAsync(cluster, "web", ("tier", "web"));
        await cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("skipped"), TestContext.Current.CancellationToken);
        await cluster.Resource(ResourceKinds.Pod).CreateAsync(Make.Pod("p"), TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() => calls.Count == 2);
        Assert.Equal(["pod-p", "web"], calls.Order());
    }

    [Fact]
    public async Task A_filter_for_everything_applies_to_primary_owned_and_watched_objects()
    {
        var cluster = new FakeCluster();
        var calls = new ConcurrentQueue<string>();
        var manager = new ControllerManager(cluster);
        manager.Controller("test", ResourceKinds.ConfigMap)
            .Watches(ResourceKinds.Pod, pod => [Make.Key($"pod-{pod.Metadata.Name}")])
            .FilterEverything(change => (change.New ?? change.Old)!.Metadata.Name.StartsWith('a'))
            .FilterEverything(change => change.New is not null)
            .ReconcileWith(Record(calls));
        await using var running = new RunningManager(manager);
        var pods = cluster.Resource(ResourceKinds.Pod);
        await pods.CreateAsync(Make.Pod("b"), TestContext.Current.CancellationToken);
        await pods.CreateAsync(Make.Pod("a"), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => calls.Count == 1);
        await pods.DeleteAsync("ns", "a", TestContext.Current.CancellationToken);
        await pods.CreateAsync(Make.Pod("a2"), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => calls.Count == 2);
        await CreateAsync(cluster, "b");
        await CreateAsync(cluster, "a");
        await Eventually.TrueAsync(() => calls.Count == 3);
        Assert.Equal(["pod-a", "pod-a2", "a"], calls);
    }

    private static Func<ReconcileContext, CancellationToken, Task<ReconcileResult>> Record(ConcurrentQueue<string> calls) => (context, _) =>
    {
        calls.Enqueue(context.Key.Name);
        return Task.FromResult(ReconcileResult.Done);
    };

    private static Task<V1ConfigMap> CreateAsync(FakeCluster cluster, string name, params (string Name, string Value)[] labels)
    {
        var map = Make.ConfigMap(name);
        map.Metadata.Labels = labels.ToDictionary(label => label.Name, label => label.Value);
        return cluster.Resource(ResourceKinds.ConfigMap).CreateAsync(map, TestContext.Current.CancellationToken);
    }

    private static ObjectChange<V1ConfigMap> Added(V1ConfigMap now) => new(null, now, false);

    private static ObjectChange<V1ConfigMap> Deleted(V1ConfigMap old) => new(old, null, false);

    private static ObjectChange<V1ConfigMap> Updated(V1ConfigMap old, V1ConfigMap now) => new(old, now, false);

    private static V1ConfigMap Map(Action<V1ObjectMeta>? change = null)
    {
        var metadata = new V1ObjectMeta
        {
            Name = "m",
            Uid = "u",
            Generation = 1,
            ResourceVersion = "1",
            Labels = new Dictionary<string, string> { ["a"] = "1" },
            Annotations = new Dictionary<string, string> { ["a"] = "1" },
        };
        change?.Invoke(metadata);
        return new V1ConfigMap { Metadata = metadata };
    }
}
