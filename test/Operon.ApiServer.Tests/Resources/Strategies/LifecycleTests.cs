using System.Text.Json.Nodes;
using Operon.ApiServer.Resources.Strategies;
using Xunit;

namespace Operon.ApiServer.Tests.Resources.Strategies;

public sealed class LifecycleTests
{
    private static readonly JsonObject s_stored = Tree.Map(
        """
        {"metadata":{"name":"a","namespace":"n","uid":"u","creationTimestamp":"2026-01-01T00:00:00Z","generation":3,"labels":{"x":"1"},"deletionTimestamp":"2026-01-02T00:00:00Z","finalizers":["x.io/f"]},
         "spec":{"size":1},"status":{"ready":1}}
        """);

    [Theory]
    [InlineData(true, "spec", 4)]
    [InlineData(true, "status", 3)]
    [InlineData(true, "labels", 3)]
    [InlineData(false, "status", 4)]
    [InlineData(false, "labels", 3)]
    public void A_custom_resources_generation_rises_with_its_desired_state(bool hasStatus, string change, long expected)
    {
        var strategy = new CustomResourceStrategy(hasStatus);
        var updated = (JsonObject)s_stored.DeepClone();
        switch (change)
        {
            case "labels":
                updated["metadata"]!["labels"]!["y"] = "2";
                break;
            case "spec":
                updated["spec"]!["size"] = 2;
                break;
            default:
                updated["status"]!["ready"] = 2;
                break;
        }

        strategy.PrepareForUpdate(updated, s_stored);

        Assert.Equal(expected, updated["metadata"]!["generation"]!.GetValue<long>());
        Assert.Equal(hasStatus || change != "status" ? 1 : 2, updated["status"]!["ready"]!.GetValue<int>());
    }

    [Fact]
    public void An_update_cannot_touch_what_the_server_owns()
    {
        var updated = Tree.Map("""{"metadata":{"name":"a","namespace":"n","generation":99,"deletionGracePeriodSeconds":1},"spec":{"size":1}}""");

        new CustomResourceStrategy(true).PrepareForUpdate(updated, s_stored);

        Tree.Equal(
            """{"name":"a","namespace":"n","generation":3,"deletionTimestamp":"2026-01-02T00:00:00Z","uid":"u","creationTimestamp":"2026-01-01T00:00:00Z"}""",
            updated["metadata"]);
    }

    [Fact]
    public void Identity_is_immutable_and_a_dying_object_gets_no_new_finalizers()
    {
        var updated = (JsonObject)s_stored.DeepClone();
        updated["metadata"]!["uid"] = "other";
        updated["metadata"]!["finalizers"]!.AsArray().Add("x.io/late");

        var errors = new CustomResourceStrategy(true).ValidateUpdate(updated, s_stored);

        Assert.Equal(
            [
                "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"x.io/late\"}",
                "metadata.uid: Invalid value: \"other\": field is immutable",
            ],
            errors.Select(error => error.ToString()));
    }

    [Fact]
    public void The_status_of_a_custom_resource_is_all_its_status_endpoint_takes()
    {
        var updated = Tree.Map("""{"metadata":{"name":"a","resourceVersion":"5","labels":{"y":"2"}},"spec":{"size":9},"status":{"ready":2}}""");

        new CustomResourceStrategy(true).PrepareForStatusUpdate(updated, s_stored);

        var expected = (JsonObject)s_stored.DeepClone();
        expected["metadata"]!["resourceVersion"] = "5";
        expected["status"]!["ready"] = 2;
        Tree.Equal(expected.ToJsonString(), updated);
    }

    [Fact]
    public void A_built_in_status_update_keeps_spec_and_labels_and_takes_annotations()
    {
        var old = StrategyCase.Create("apps", "Deployment", StrategyCase.Workload(StrategyCase.PodSpec));
        var updated = (JsonObject)old.DeepClone();
        updated["spec"]!["replicas"] = 9;
        updated["metadata"]!["labels"] = Tree.Node("""{"a":"b"}""");
        updated["metadata"]!["annotations"] = Tree.Node("""{"deployment.kubernetes.io/revision":"2"}""");
        updated["status"] = Tree.Node("""{"replicas":1}""");

        ResourceStrategies.For("apps", "Deployment").PrepareForStatusUpdate(updated, old);

        Assert.Equal(1, updated["spec"]!["replicas"]!.GetValue<long>());
        Assert.Null(updated["metadata"]!["labels"]);
        Assert.Equal("2", updated["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.GetValue<string>());
        Assert.Equal(1, updated["status"]!["replicas"]!.GetValue<int>());
        Assert.Equal(1, updated["metadata"]!["generation"]!.GetValue<long>());
    }

    [Fact]
    public void Writing_nothing_new_keeps_the_generation_of_a_deployment()
    {
        var old = StrategyCase.Create("apps", "Deployment", StrategyCase.Workload(StrategyCase.PodSpec));

        var same = StrategyCase.Update("apps", "Deployment", old, updated =>
        {
            updated["spec"]!["paused"] = null;
            updated["spec"]!["template"]!["spec"]!["tolerations"] = new JsonArray();
            updated["status"] = Tree.Node("""{"replicas":7}""");
        });
        var scaled = StrategyCase.Update("apps", "Deployment", old, updated => updated["spec"]!["replicas"] = 2);

        Assert.Equal(1, same["metadata"]!["generation"]!.GetValue<long>());
        Tree.Equal("{}", same["status"]);
        Assert.Equal(2, scaled["metadata"]!["generation"]!.GetValue<long>());
    }

    [Fact]
    public void A_namespaces_finalizers_go_only_through_finalize()
    {
        var old = StrategyCase.Create("", "Namespace", "\"spec\":{}", """{"name":"team"}""");
        var finalized = (JsonObject)old.DeepClone();
        finalized["spec"]!["finalizers"] = new JsonArray();
        finalized["metadata"]!["labels"] = new JsonObject();

        var updated = StrategyCase.Update("", "Namespace", old, resource => resource["spec"]!["finalizers"] = new JsonArray());
        NamespaceStrategy.PrepareForFinalize(finalized, old);

        Tree.Equal("""["kubernetes"]""", updated["spec"]!["finalizers"]);
        Tree.Equal("[]", finalized["spec"]!["finalizers"]);
        Tree.Equal("""{"kubernetes.io/metadata.name":"team"}""", finalized["metadata"]!["labels"]);
    }

    [Fact]
    public void Scale_shows_replicas_and_selector_and_writes_back()
    {
        var strategy = ResourceStrategies.For("apps", "StatefulSet");
        var set = StrategyCase.Create("apps", "StatefulSet", StrategyCase.Workload(StrategyCase.PodSpec));

        strategy.SetReplicas(set, 5);

        Tree.Equal(
            """
            {"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"a","namespace":"default","uid":"11111111-2222-4333-8444-555555555555"},
             "spec":{"replicas":5},"status":{"replicas":0,"selector":"app=a"}}
            """,
            strategy.ScaleOf(set));
    }

    [Fact]
    public void A_custom_resources_scale_follows_the_paths_of_its_definition()
    {
        var strategy = new CustomResourceStrategy(true, new CustomScalePaths(".spec.size", ".status.ready", ".status.selector"));
        var resource = (JsonObject)s_stored.DeepClone();
        resource["status"]!["selector"] = "etcd_cluster=a";

        strategy.SetReplicas(resource, 3);
        var scale = strategy.ScaleOf(resource)!;

        Assert.True(strategy.HasScale);
        Tree.Equal("""{"replicas":3}""", scale["spec"]);
        Tree.Equal("""{"replicas":1,"selector":"etcd_cluster=a"}""", scale["status"]);
    }

    [Theory]
    [InlineData("", "Pod", """{"spec":{"nodeName":"n1"},"status":{"phase":"Running","podIPs":[{"ip":"1.2.3.4"},{"ip":"::1"}]}}""",
        "spec.nodeName=n1;spec.host=n1;spec.hostNetwork=false;status.phase=Running;status.podIPs=1.2.3.4,::1;metadata.name=")]
    [InlineData("", "Node", """{"metadata":{"name":"n"}}""", "spec.unschedulable=false;metadata.name=n")]
    [InlineData("", "Secret", """{"type":"Opaque"}""", "type=Opaque")]
    [InlineData("", "Event", """{"involvedObject":{"name":"p"},"source":{"component":"kubelet"},"reason":"R"}""", "involvedObject.name=p;source=kubelet;reason=R")]
    [InlineData("batch", "Job", """{}""", "status.successful=0")]
    public void Field_selectors_see_their_fields(string group, string kind, string resource, string expected)
    {
        var strategy = ResourceStrategies.For(group, kind);
        var fields = strategy.SelectableFields(Tree.Map(resource));

        foreach (var pair in expected.Split(';').Select(text => text.Split('=', 2)))
        {
            Assert.Contains(pair[0], strategy.SupportedFields);
            Assert.Equal(pair[1], fields[pair[0]]);
        }
        Assert.DoesNotContain("spec.color", strategy.SupportedFields);
    }

    [Fact]
    public void Custom_resources_select_by_the_fields_of_their_definition()
    {
        var strategy = new CustomResourceStrategy(true, selectableFields: [".spec.size"]);

        Assert.Equal("1", strategy.SelectableFields(s_stored)["spec.size"]);
    }

    [Theory]
    [InlineData("1Gi", 1073741824)]
    [InlineData("1.5k", 1500)]
    [InlineData("2e3", 2000)]
    [InlineData("7", 7)]
    public void Quantities_compare_as_numbers(string text, long expected) => Assert.Equal(expected, Quantity.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1Zi")]
    public void What_is_no_quantity_has_no_value(string text) => Assert.Null(Quantity.Parse(text));
}
