using k8s.Models;
using Operon.Kubernetes;
using Operon.LocalCluster.Controllers.GarbageCollection;

namespace Operon.LocalCluster.Tests.Controllers;

public sealed class GarbageDecisionTests
{
    private static readonly ResourceType _pods = ResourceKinds.Pod.Type;

    [Fact]
    public void An_object_whose_owners_are_all_gone_is_deleted()
    {
        Assert.Equal(new GarbageAction.Delete("Background"), Decide(Node("a", ["o"]), ("o", OwnerState.Absent)));
    }

    [Fact]
    public void One_living_owner_keeps_it_and_the_dead_reference_goes()
    {
        var action = Assert.IsType<GarbageAction.DropOwners>(Decide(Node("a", ["x", "y"]), ("x", OwnerState.Absent), ("y", OwnerState.Solid)));

        Assert.Equal(["x"], action.Uids);
    }

    [Fact]
    public void An_owner_of_an_unknown_kind_keeps_it()
    {
        Assert.IsType<GarbageAction.Keep>(Decide(Node("a", ["x", "y"]), ("x", OwnerState.Absent), ("y", OwnerState.Unresolvable)));
    }

    [Fact]
    public void A_foreground_deletion_waits_for_blocking_dependents_only()
    {
        var owner = Node("o", [], GraphNode.ForegroundFinalizer, isDeleting: true);

        Assert.IsType<GarbageAction.AwaitDependents>(GarbageDecision.Decide(owner, new Dictionary<string, OwnerState>(), [Node("a", ["o"], blocks: true)]));
        Assert.IsType<GarbageAction.FinishForeground>(GarbageDecision.Decide(owner, new Dictionary<string, OwnerState>(), [Node("a", ["o"], blocks: false)]));
    }

    [Fact]
    public void A_dependent_with_dependents_of_its_own_goes_in_the_foreground_too()
    {
        var action = GarbageDecision.Decide(Node("a", ["o"]), new Dictionary<string, OwnerState> { ["o"] = OwnerState.Waiting }, [Node("b", ["a"])]);

        Assert.Equal(new GarbageAction.Delete("Foreground"), action);
    }

    [Fact]
    public void Two_objects_that_own_each_other_do_not_wait_for_each_other()
    {
        var other = Node("b", ["a"], GraphNode.ForegroundFinalizer, isDeleting: true);

        Assert.Equal(new GarbageAction.Delete("Background"), GarbageDecision.Decide(Node("a", ["b"]), new Dictionary<string, OwnerState> { ["b"] = OwnerState.Waiting }, [other]));
    }

    [Fact]
    public void Orphaning_detaches_the_dependents()
    {
        Assert.IsType<GarbageAction.Orphan>(Decide(Node("o", [], GraphNode.OrphanFinalizer, isDeleting: true)));
    }

    [Fact]
    public void The_graph_asks_for_dependents_when_an_owner_goes_and_for_waiting_owners_when_a_dependent_goes()
    {
        var graph = new OwnerGraph();
        graph.Set(Node("o", []));
        graph.Set(Node("a", ["o"]));
        Assert.Equal(["a"], graph.DependentsOf("o").Select(d => d.Uid));

        Assert.Contains("o", graph.Remove("a"));
        graph.Set(Node("b", ["o"]));
        Assert.Contains("b", graph.Remove("o"));
    }

    private static GarbageAction Decide(GraphNode node, params (string Uid, OwnerState State)[] owners) =>
        GarbageDecision.Decide(node, owners.ToDictionary(o => o.Uid, o => o.State), []);

    private static GraphNode Node(string uid, string[] owners, string? finalizer = null, bool isDeleting = false, bool blocks = false) => new(
        _pods,
        new ObjectKey("default", uid),
        uid,
        [.. owners.Select(o => new V1OwnerReference { ApiVersion = "v1", Kind = "Pod", Name = o, Uid = o, BlockOwnerDeletion = blocks })],
        finalizer is null ? [] : [finalizer],
        isDeleting);
}
