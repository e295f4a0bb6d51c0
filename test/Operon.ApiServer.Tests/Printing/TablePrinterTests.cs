using System.Text.Json.Nodes;
using Operon.ApiServer.Discovery;
using Operon.ApiServer.Printing;
using Xunit;

namespace Operon.ApiServer.Tests.Printing;

public sealed class TablePrinterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private const string Meta = """{"name":"x","namespace":"ns","creationTimestamp":"2026-01-01T23:55:00Z","resourceVersion":"7"}""";

    [Theory]
    [InlineData("apps", "Deployment", """{"spec":{"replicas":3,"selector":{"matchLabels":{"app":"a"}},"template":{"spec":{"containers":[{"name":"c","image":"i:1"},{"name":"d","image":"j"}]}}},"status":{"readyReplicas":2,"updatedReplicas":3,"availableReplicas":1}}""",
        "x|2/3|3|1|5m|c,d|i:1,j|app=a")]
    [InlineData("apps", "ReplicaSet", """{"spec":{"replicas":3,"selector":{"matchExpressions":[{"key":"a","operator":"In","values":["b","c"]}]},"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}},"status":{"replicas":2}}""",
        "x|3|2|0|5m|c|i|a in (b,c)")]
    [InlineData("apps", "StatefulSet", """{"spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}},"status":{"readyReplicas":1}}""", "x|1/1|5m|c|i")]
    [InlineData("batch", "Job", """{"spec":{"completions":1,"template":{"spec":{"containers":[]}}},"status":{"succeeded":1,"startTime":"2026-01-01T23:55:00Z","completionTime":"2026-01-01T23:55:12Z","conditions":[{"type":"Complete","status":"True"}]}}""",
        "x|Complete|1/1|12s|5m|||<none>")]
    [InlineData("", "Service", """{"spec":{"type":"ClusterIP","clusterIP":"None","ports":[{"port":2379},{"port":2380,"protocol":"TCP","nodePort":30000}],"selector":{"b":"2","a":"1"}}}""",
        "x|ClusterIP|None|<none>|2379/TCP,2380:30000/TCP|5m|a=1,b=2")]
    [InlineData("", "Service", """{"spec":{"type":"LoadBalancer","clusterIP":"10.96.0.9","ports":[]}}""", "x|LoadBalancer|10.96.0.9|<pending>|<none>|5m|<none>")]
    [InlineData("", "Endpoints", """{"subsets":[{"addresses":[{"ip":"1.1.1.1"},{"ip":"1.1.1.2"}],"ports":[{"port":1},{"port":2}]}]}""", "x|1.1.1.1:1,1.1.1.2:1,1.1.1.1:2 + 1 more...|5m")]
    [InlineData("discovery.k8s.io", "EndpointSlice", """{"addressType":"IPv4","ports":[{"port":80}],"endpoints":[{"addresses":["1.1.1.1"]}]}""", "x|IPv4|80|1.1.1.1|5m")]
    [InlineData("", "Node", """{"spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"True"}],"addresses":[{"type":"InternalIP","address":"10.0.0.1"}],"nodeInfo":{"kubeletVersion":"v1.36.0"}}}""",
        "x|Ready,SchedulingDisabled|<none>|5m|v1.36.0|10.0.0.1|<none>|<unknown>|<unknown>|<unknown>")]
    [InlineData("", "Namespace", """{"status":{"phase":"Active"}}""", "x|Active|5m")]
    [InlineData("", "Secret", """{"type":"Opaque","data":{"a":"","b":""}}""", "x|Opaque|2|5m")]
    [InlineData("", "ConfigMap", """{"data":{"a":""},"binaryData":{"b":""}}""", "x|2|5m")]
    [InlineData("", "Event", """{"involvedObject":{"kind":"Pod","name":"p","fieldPath":"spec.containers{c}"},"type":"Warning","reason":"BackOff","message":"m \n","source":{"component":"kubelet","host":"n"},"count":4,"firstTimestamp":"2026-01-01T23:00:00Z","lastTimestamp":"2026-01-01T23:59:00Z"}""",
        "60s|Warning|BackOff|pod/p|spec.containers{c}|kubelet, n|m|60m|4|x")]
    [InlineData("", "PersistentVolumeClaim", """{"spec":{"volumeName":"v","storageClassName":"local"},"status":{"phase":"Bound","capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"]}}""",
        "x|Bound|v|1Gi|RWO|local|<unset>|5m|<unset>")]
    [InlineData("", "PersistentVolume", """{"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce","ReadWriteMany"],"persistentVolumeReclaimPolicy":"Delete","claimRef":{"namespace":"n","name":"c"},"storageClassName":"local","volumeMode":"Filesystem"},"status":{"phase":"Bound"}}""",
        "x|1Gi|RWO,RWX|Delete|Bound|n/c|local|<unset>||5m|Filesystem")]
    [InlineData("storage.k8s.io", "StorageClass", """{"provisioner":"p","volumeBindingMode":"WaitForFirstConsumer"}""", "x|p|Delete|WaitForFirstConsumer|false|5m")]
    [InlineData("policy", "PodDisruptionBudget", """{"spec":{"maxUnavailable":"25%"},"status":{"disruptionsAllowed":1}}""", "x|N/A|25%|1|5m")]
    [InlineData("coordination.k8s.io", "Lease", """{"spec":{"holderIdentity":"me"}}""", "x|me|5m")]
    [InlineData("rbac.authorization.k8s.io", "RoleBinding", """{"roleRef":{"kind":"Role","name":"r"},"subjects":[{"kind":"ServiceAccount","namespace":"n","name":"s"},{"kind":"User","name":"u"}]}""",
        "x|Role/r|5m|u||n/s")]
    [InlineData("rbac.authorization.k8s.io", "Role", """{"rules":[]}""", "x|2026-01-01T23:55:00Z")]
    [InlineData("flowcontrol.apiserver.k8s.io", "FlowSchema", """{"spec":{}}""", "x|5m")]
    public void Prints_the_cells_of_a_built_in_kind(string group, string kind, string content, string expected)
    {
        var printer = TablePrinter.For(group, kind);
        var item = Tree.Map(content);
        item["metadata"] = Tree.Map(Meta);

        var table = printer.Print([item], null, IncludeObject.None, Now);

        var cells = table["rows"]![0]!["cells"]!.AsArray();
        Assert.Equal(expected, string.Join('|', cells.Select(cell => cell?.ToString())));
        Assert.Equal(printer.Columns.Count, cells.Count);
    }

    [Fact]
    public void Every_served_kind_prints_an_empty_object_with_one_cell_per_column()
    {
        foreach (var resource in BuiltInResources.All)
        {
            var table = TablePrinter.For(resource.Group, resource.Kind).Print([[]], null, IncludeObject.Metadata, Now);

            Assert.Equal(table["columnDefinitions"]!.AsArray().Count, table["rows"]![0]!["cells"]!.AsArray().Count);
        }
    }

    [Fact]
    public void Rows_carry_what_was_asked_for()
    {
        var printer = TablePrinter.For("", "ConfigMap");
        var item = Tree.Map($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{{Meta}},"data":{"a":"b"} }""");

        Assert.Null(Row(IncludeObject.None));
        Tree.Equal($$"""{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{{Meta}}}""", Row(IncludeObject.Metadata));
        Tree.Equal(item.ToJsonString(), Row(IncludeObject.Object));

        JsonNode? Row(IncludeObject include) => printer.Print([item], null, include, Now)["rows"]![0]!["object"];
    }

    [Fact]
    public void List_metadata_is_the_tables_metadata()
    {
        var table = TablePrinter.For("", "ConfigMap").Print([], Tree.Map("""{"resourceVersion":"12","continue":"abc"}"""), IncludeObject.None, Now);

        Tree.Equal("""{"resourceVersion":"12","continue":"abc"}""", table["metadata"]);
        Tree.Equal("[]", table["rows"]);
    }

    [Fact]
    public void Later_watch_events_leave_the_columns_out() =>
        Assert.Null(TablePrinter.For("", "ConfigMap").Print([[]], null, IncludeObject.None, Now, withColumns: false)["columnDefinitions"]);

    [Fact]
    public void Finished_pods_carry_a_row_condition()
    {
        var table = TablePrinter.For("", "Pod").Print([Tree.Map("""{"apiVersion":"v1","kind":"Pod","metadata":{},"status":{"phase":"Succeeded"}}""")], null, IncludeObject.None, Now);

        Assert.Equal("Completed", table["rows"]![0]!["conditions"]![0]!["type"]!.GetValue<string>());
    }

    [Fact]
    public void Restarts_tell_when_the_last_one_was()
    {
        var pod = Tree.Map("""{"metadata":{},"status":{"containerStatuses":[{"restartCount":2,"lastState":{"terminated":{"finishedAt":"2026-01-01T23:59:50Z"}},"state":{"running":{}}}]}}""");

        Assert.Equal("2 (10s ago)", TablePrinter.For("", "Pod").Print([pod], null, IncludeObject.None, Now)["rows"]![0]!["cells"]![3]!.GetValue<string>());
    }

    [Fact]
    public void Custom_resources_print_their_own_columns()
    {
        var printer = TablePrinter.ForCustomResource(Tree.List("""
            [{"name":"Size","type":"integer","jsonPath":".spec.size"},
             {"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"},
             {"name":"First","type":"string","jsonPath":".status.members[0].name"},
             {"name":"Note","type":"string","jsonPath":".metadata.annotations.example\\.com/note"},
             {"name":"All","type":"string","jsonPath":".status.members"},
             {"name":"Paused","type":"boolean","jsonPath":".spec.paused","priority":1},
             {"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}]
            """));
        var item = Tree.Map("""
            {"metadata":{"name":"e","creationTimestamp":"2026-01-01T23:55:00Z","annotations":{"example.com/note":"hi"}},"spec":{"size":3},
             "status":{"members":[{"name":"e-0"}],"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}]}}
            """);

        var table = printer.Print([item], null, IncludeObject.None, Now);

        Tree.Equal("""["e",3,"True","e-0","hi","[{\"name\":\"e-0\"}]",null,"5m"]""", table["rows"]![0]!["cells"]);
        Assert.Equal(["Name", "Size", "Ready", "First", "Note", "All", "Paused", "Age"], printer.Columns.Select(column => column.Name));
        Assert.Equal(1, printer.Columns[6].Priority);
    }

    [Fact]
    public void Custom_resources_without_columns_print_name_and_age() =>
        Assert.Equal(["Name", "Age"], TablePrinter.ForCustomResource(null).Columns.Select(column => column.Name));
}
