using System.Text.Json.Nodes;
using CsCheck;
using Operon.ApiServer.FieldManagement;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.FieldManagement;

public sealed class FieldManagerTests
{
    private const string Header = """ "apiVersion":"x.io/v1","kind":"Thing","metadata":{"name":"a"} """;

    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Schema s_text = new() { Type = SchemaType.String };

    private static readonly Schema s_metadata = Struct(new()
    {
        ["labels"] = new() { Type = SchemaType.Object, AdditionalProperties = s_text },
        ["annotations"] = new() { Type = SchemaType.Object, AdditionalProperties = s_text },
        ["finalizers"] = new() { Type = SchemaType.Array, Items = s_text, ListType = ListType.Set },
    });

    private static readonly Schema s_schema = Struct(new()
    {
        ["metadata"] = s_metadata,
        ["spec"] = Struct(new()
        {
            ["replicas"] = new() { Type = SchemaType.Integer },
            ["color"] = s_text,
            ["selector"] = new() { Type = SchemaType.Object, AdditionalProperties = s_text, AtomicMap = true },
            ["args"] = new() { Type = SchemaType.Array, Items = s_text },
            ["tags"] = new() { Type = SchemaType.Array, Items = s_text, ListType = ListType.Set },
            ["ports"] = new()
            {
                Type = SchemaType.Array,
                ListType = ListType.Map,
                ListMapKeys = ["port", "protocol"],
                Items = Struct(new()
                {
                    ["port"] = new() { Type = SchemaType.Integer },
                    ["protocol"] = new() { Type = SchemaType.String, Default = "TCP" },
                    ["name"] = s_text,
                }),
            },
            ["containers"] = new()
            {
                Type = SchemaType.Array,
                ListType = ListType.Map,
                ListMapKeys = ["name"],
                Items = Struct(new() { ["name"] = s_text, ["image"] = s_text, ["pull"] = s_text }),
            },
            ["free"] = new() { Type = SchemaType.Object, PreserveUnknownFields = true },
        }),
        ["status"] = Struct(new() { ["ready"] = new() { Type = SchemaType.Integer } }),
    });

    [Fact]
    public void Creating_by_apply_owns_exactly_what_was_applied()
    {
        var result = Apply(null, """ "replicas":1,"containers":[{"name":"c","image":"i"}],"tags":["x"],"args":["1"],"selector":{"a":"b"} """);

        Tree.Equal(
            """
            [{"manager":"one","operation":"Apply","apiVersion":"x.io/v1","time":"2026-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":
              {"f:spec":{"f:args":{},"f:containers":{"k:{\"name\":\"c\"}":{".":{},"f:image":{},"f:name":{}}},"f:replicas":{},"f:selector":{},"f:tags":{"v:\"x\"":{}}}}}]
            """,
            result["metadata"]!["managedFields"]);
    }

    [Fact]
    public void Applying_the_same_again_changes_nothing_not_even_times()
    {
        var first = Apply(null, """ "replicas":1 """);

        var second = Apply(first, """ "replicas":1 """, minutes: 5);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [Fact]
    public void Changing_another_managers_field_is_a_conflict_that_names_it()
    {
        var live = Apply(null, """ "replicas":1,"containers":[{"name":"c","image":"i"}] """);

        var error = Assert.Throws<FieldConflictException>(() => Apply(live, """ "replicas":2,"containers":[{"name":"c","image":"j"}] """, "two"));

        Assert.Equal([".spec.containers[name=\"c\"].image", ".spec.replicas"], error.Conflicts.Select(conflict => conflict.Field));
        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"one\":\n- .spec.containers[name=\"c\"].image\n- .spec.replicas", error.Message);
    }

    [Fact]
    public void A_conflict_with_an_updater_names_version_and_time()
    {
        var live = Create(""" "replicas":1 """, "kubectl-create");

        var error = Assert.Throws<FieldConflictException>(() => Apply(live, """ "replicas":2 """));

        Assert.Equal("Apply failed with 1 conflict: conflict with \"kubectl-create\" using x.io/v1 at 2026-01-02T03:04:05Z: .spec.replicas", error.Message);
        Assert.Equal("conflict with \"kubectl-create\" using x.io/v1 at 2026-01-02T03:04:05Z", Assert.Single(error.Conflicts).CauseMessage);
    }

    [Fact]
    public void Server_side_apply_of_kubectl_takes_over_what_its_client_side_apply_left_unchanged()
    {
        var live = Create(""" "replicas":1,"color":"red" """, "kubectl-client-side-apply");
        live["metadata"]!["annotations"] = new JsonObject
        {
            ["kubectl.kubernetes.io/last-applied-configuration"] = "{" + Header + ""","spec":{"replicas":1,"color":"green"}}""",
        };

        var result = Apply(live, """ "replicas":2 """, "kubectl");
        var changedSince = Assert.Throws<FieldConflictException>(() => Apply(live, """ "color":"blue" """, "kubectl"));
        var otherManager = Assert.Throws<FieldConflictException>(() => Apply(live, """ "replicas":2 """, "two"));

        Assert.Equal(2, result["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal(".spec.color", Assert.Single(changedSince.Conflicts).Field);
        Assert.Equal(".spec.replicas", Assert.Single(otherManager.Conflicts).Field);
    }

    [Fact]
    public void Force_takes_the_field_over()
    {
        var live = Apply(null, """ "replicas":1,"color":"red" """);

        var result = Apply(live, """ "replicas":2 """, "two", force: true);

        Assert.Equal(2, result["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal("""{"f:spec":{"f:color":{}}}""", Fields(result, "one"));
        Assert.Equal("""{"f:spec":{"f:replicas":{}}}""", Fields(result, "two"));
    }

    [Fact]
    public void The_same_value_is_owned_together_and_outlives_one_owner()
    {
        var live = Apply(Apply(null, """ "replicas":1,"color":"red" """), """ "replicas":1 """, "two");

        var withoutOne = Apply(live, """ "color":"red" """);
        var withoutBoth = Apply(withoutOne, "", "two");

        Assert.Equal(1, withoutOne["spec"]!["replicas"]!.GetValue<int>());
        Tree.Equal("""{"color":"red"}""", withoutBoth["spec"]);
        Assert.DoesNotContain("two", withoutBoth["metadata"]!["managedFields"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dropped_list_element_goes_with_its_unowned_defaults()
    {
        var live = Apply(null, """ "containers":[{"name":"a","image":"i"},{"name":"b","image":"i"}] """);
        live["spec"]!["containers"]![0]!["pull"] = "Always";

        var result = Apply(live, """ "containers":[{"name":"b","image":"i"}] """);

        Tree.Equal("""[{"name":"b","image":"i"}]""", result["spec"]!["containers"]);
    }

    [Fact]
    public void A_dropped_list_element_stays_while_another_manager_owns_a_part_of_it()
    {
        var live = Apply(Apply(null, """ "containers":[{"name":"a","image":"i"}],"color":"red" """), """ "containers":[{"name":"a","pull":"Always"}] """, "two");

        var result = Apply(live, """ "color":"red" """);

        Tree.Equal("""[{"name":"a","pull":"Always"}]""", result["spec"]!["containers"]);
    }

    [Fact]
    public void Dropping_the_last_label_drops_the_map()
    {
        var live = Apply(null, "", metadata: """{"name":"a","labels":{"x":"1"}}""");

        var result = Apply(live, "");

        Assert.Null(result["metadata"]!["labels"]);
        Assert.Null(result["metadata"]!["managedFields"]);
    }

    [Fact]
    public void Fields_nobody_applied_stay()
    {
        var live = Apply(null, """ "replicas":1 """);
        live["spec"]!["color"] = "defaulted";

        var result = Apply(live, "");

        Tree.Equal("""{"color":"defaulted"}""", result["spec"]);
    }

    [Fact]
    public void Atomic_lists_and_maps_are_swapped_whole_by_their_one_owner()
    {
        var live = Apply(null, """ "args":["1","2"],"selector":{"a":"1","b":"2"} """);

        var result = Apply(live, """ "args":["3"],"selector":{"c":"3"} """);
        var error = Assert.Throws<FieldConflictException>(() => Apply(live, """ "selector":{"a":"1"} """, "two"));

        Tree.Equal("""{"args":["3"],"selector":{"c":"3"}}""", result["spec"]);
        Assert.Equal(".spec.selector", Assert.Single(error.Conflicts).Field);
    }

    [Fact]
    public void Sets_merge_by_value_and_maps_by_all_their_keys()
    {
        var live = Apply(null, """ "tags":["a","b"],"ports":[{"port":1,"name":"x"}] """);

        var result = Apply(live, """ "tags":["c","a"],"ports":[{"port":1,"protocol":"UDP"},{"port":1,"protocol":"TCP","name":"x"}] """, "two");

        Tree.Equal("""["c","a","b"]""", result["spec"]!["tags"]);
        Assert.Equal(2, result["spec"]!["ports"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("a,b,c", "c,a", "b,c,a")]
    [InlineData("a,x,b,y", "b,a", "x,b,y,a")]
    [InlineData("a,x", "a,n", "a,x,n")]
    [InlineData("a,b", "n,a", "n,a,b")]
    [InlineData("x,a", "n,a", "x,n,a")]
    [InlineData("", "b,a", "b,a")]
    [InlineData("a,b", "b", "a,b")]
    public void Merged_elements_follow_the_applier_and_leave_the_others_in_place(string live, string applied, string expected)
    {
        var merged = FieldMerge.Merge(Tagged(live), Tagged(applied), s_schema);

        Assert.Equal(expected, string.Join(',', merged["spec"]!["tags"]!.AsArray().Select(tag => tag!.GetValue<string>())));
    }

    [Fact]
    public void Merging_keeps_every_element_once_and_the_appliers_order()
    {
        var names = Gen.Char["abcdef"].Select(c => c.ToString()).Array[0, 5].Select(items => items.Distinct().ToArray());
        Gen.Select(names, names).Sample((live, applied) =>
        {
            var merged = FieldMerge.Merge(Tagged(string.Join(',', live)), Tagged(string.Join(',', applied)), s_schema)["spec"]!["tags"]!.AsArray()
                .Select(tag => tag!.GetValue<string>()).ToArray();
            return merged.Order().SequenceEqual(live.Union(applied).Order())
                && merged.Where(applied.Contains).SequenceEqual(applied)
                && merged.Where(tag => !applied.Contains(tag)).SequenceEqual(live.Where(tag => !applied.Contains(tag)));
        }, iter: 500);
    }

    [Fact]
    public void Applying_what_another_applier_owns_alone_never_conflicts_when_values_agree() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2]).Sample((mine, theirs) =>
        {
            var live = Apply(null, $"\"replicas\":{theirs}");
            try
            {
                Apply(live, $"\"replicas\":{mine}", "two");
                return mine == theirs;
            }
            catch (FieldConflictException)
            {
                return mine != theirs;
            }
        }, iter: 20);

    [Fact]
    public void An_update_owns_what_it_changed_and_takes_it_from_others()
    {
        var live = Apply(null, """ "replicas":1,"color":"red" """);
        var updated = Copy(live);
        updated["spec"]!["replicas"] = 3;

        FieldManager.TrackUpdate(live, updated, s_schema, "kubectl-edit", "x.io/v1", null, s_start.AddMinutes(1));

        Assert.Equal("""{"f:spec":{"f:color":{}}}""", Fields(updated, "one"));
        Assert.Equal("""{"f:spec":{"f:replicas":{}}}""", Fields(updated, "kubectl-edit"));
    }

    [Fact]
    public void An_update_without_change_leaves_managed_fields_as_they_are()
    {
        var live = Create(""" "replicas":1 """, "creator");
        var updated = Copy(live);
        updated["metadata"]!.AsObject().Remove("managedFields");

        FieldManager.TrackUpdate(live, updated, s_schema, "other", "x.io/v1", null, s_start.AddHours(1));

        Tree.Equal(live.ToJsonString(), updated);
    }

    [Fact]
    public void An_update_that_deletes_a_field_ends_its_ownership()
    {
        var live = Create(""" "replicas":1,"color":"red" """, "creator");
        var updated = Copy(live);
        updated["spec"]!.AsObject().Remove("color");

        FieldManager.TrackUpdate(live, updated, s_schema, "other", "x.io/v1", null, s_start.AddHours(1));

        Assert.Equal("""{"f:spec":{".":{},"f:replicas":{}}}""", Fields(updated, "creator"));
        Assert.Single(updated["metadata"]!["managedFields"]!.AsArray());
    }

    [Fact]
    public void Managers_are_told_apart_by_subresource_and_status_belongs_to_its_own()
    {
        var live = Create(""" "replicas":1 """, "operator");
        var updated = Copy(live);
        updated["status"] = Tree.Node("""{"ready":1}""");

        FieldManager.TrackUpdate(live, updated, s_schema, "operator", "x.io/v1", "status", s_start.AddMinutes(1));

        var entries = updated["metadata"]!["managedFields"]!.AsArray();
        Assert.Equal(2, entries.Count);
        Assert.Equal("status", entries[1]!["subresource"]!.GetValue<string>());
        Tree.Equal("""{"f:status":{".":{},"f:ready":{}}}""", entries[1]!["fieldsV1"]);
    }

    [Fact]
    public void Applying_to_the_main_endpoint_never_owns_status_and_the_reverse()
    {
        var applied = Thing(""" "spec":{"color":"red"},"status":{"ready":1} """);

        var main = FieldManager.Apply(null, applied, s_schema, "m", "x.io/v1", null, force: false, s_start);
        var status = FieldManager.Apply(main, applied, s_schema, "s", "x.io/v1", "status", force: false, s_start);

        Assert.Equal("""{"f:spec":{"f:color":{}}}""", Fields(main, "m"));
        Assert.Equal("""{"f:status":{"f:ready":{}}}""", Fields(status, "s"));
    }

    [Fact]
    public void Without_a_status_subresource_status_is_a_field_like_any_other()
    {
        var applied = Thing(""" "status":{"ready":1} """);

        var result = FieldManager.Apply(null, applied, s_schema, "m", "x.io/v1", null, force: false, s_start, statusIsSubresource: false);

        Assert.Equal("""{"f:status":{"f:ready":{}}}""", Fields(result, "m"));
    }

    [Fact]
    public void The_first_apply_records_what_was_there_before()
    {
        var live = Thing(""" "spec":{"replicas":1,"color":"red"} """);

        var result = Apply(live, """ "replicas":1 """);
        var error = Assert.Throws<FieldConflictException>(() => Apply(live, """ "replicas":2 """));

        Assert.Equal("""{"f:spec":{".":{},"f:color":{},"f:replicas":{}}}""", Fields(result, "before-first-apply"));
        Assert.Contains("before-first-apply", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_empty_entry_clears_the_owners_and_an_empty_list_does_not()
    {
        var live = Create(""" "replicas":1 """, "creator");
        var reset = Copy(live);
        reset["metadata"]!["managedFields"] = Tree.Node("[{}]");
        var unaware = Copy(live);
        unaware["metadata"]!["managedFields"] = new JsonArray();

        FieldManager.TrackUpdate(live, reset, s_schema, "x", "x.io/v1", null, s_start);
        FieldManager.TrackUpdate(live, unaware, s_schema, "x", "x.io/v1", null, s_start);

        Assert.Null(reset["metadata"]!["managedFields"]);
        Tree.Equal(live.ToJsonString(), unaware);
    }

    [Fact]
    public void The_eleventh_updater_merges_the_oldest_into_ancient_changes()
    {
        var live = Create(""" "replicas":1 """, "m00");
        for (var i = 1; i <= 12; i++)
        {
            var updated = Copy(live);
            updated["metadata"]!["annotations"] ??= new JsonObject();
            updated["metadata"]!["annotations"]![$"k{i}"] = "v";
            FieldManager.TrackUpdate(live, updated, s_schema, $"m{i:00}", "x.io/v1", null, s_start.AddMinutes(i));
            live = updated;
        }

        var managers = live["metadata"]!["managedFields"]!.AsArray().Select(entry => entry!["manager"]!.GetValue<string>()).ToArray();
        Assert.Equal(10, managers.Length);
        Assert.Contains("ancient-changes", managers);
        Assert.DoesNotContain("m00", managers);
        Assert.Contains("m12", managers);
        Assert.Contains("f:replicas", Fields(live, "ancient-changes"), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_no_schema_maps_are_granular_and_lists_atomic()
    {
        var live = Apply(null, """ "free":{"a":{"b":1},"l":[1,2]} """);

        var result = Apply(live, """ "free":{"a":{"c":2}} """, "two");
        var error = Assert.Throws<FieldConflictException>(() => Apply(live, """ "free":{"l":[1]} """, "two"));

        Tree.Equal("""{"a":{"b":1,"c":2},"l":[1,2]}""", result["spec"]!["free"]);
        Assert.Equal(".spec.free.l", Assert.Single(error.Conflicts).Field);
    }

    [Fact]
    public void Duplicates_are_refused_in_a_configuration_and_tolerated_in_the_live_object()
    {
        var live = Thing(""" "spec":{"tags":["a","a"]} """);

        var error = Assert.Throws<PatchException>(() => Apply(null, """ "containers":[{"name":"a"},{"name":"a"}] """));
        var result = Apply(live, """ "color":"red" """);

        Assert.Equal(".spec.containers: duplicate entries for key [name=\"a\"]", error.Message);
        Tree.Equal("""["a","a"]""", result["spec"]!["tags"]);
    }

    [Fact]
    public void Refuses_managed_fields_and_elements_without_keys()
    {
        Assert.Throws<PatchException>(() => Apply(null, "", metadata: """{"name":"a","managedFields":[{"manager":"x"}]}"""));
        Assert.Throws<PatchException>(() => Apply(null, """ "containers":[{"image":"x"}] """));
    }

    [Fact]
    public void Nulls_in_a_configuration_say_nothing()
    {
        var live = Apply(null, """ "color":"red" """);

        var result = Apply(live, """ "color":"red","replicas":null """, metadata: """{"name":"a","creationTimestamp":null}""");

        Assert.Equal(live.ToJsonString(), result.ToJsonString());
    }

    [Fact]
    public void A_created_deployment_is_owned_field_by_field_as_kubectl_shows_it()
    {
        var schema = BuiltInSchemas.Find("apps", "v1", "Deployment")!;
        var deployment = Tree.Map(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default","labels":{"app":"web"}},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"strategy":{"rollingUpdate":{"maxSurge":"25%"},"type":"RollingUpdate"},
              "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"image":"nginx","name":"nginx","resources":{},
               "ports":[{"containerPort":80,"protocol":"TCP"}]}],"restartPolicy":"Always"}}}}
            """);

        FieldManager.TrackUpdate(null, deployment, schema, "kubectl-create", "apps/v1", null, s_start);

        Tree.Equal(
            """
            {"f:metadata":{"f:labels":{".":{},"f:app":{}}},
             "f:spec":{"f:replicas":{},"f:selector":{},"f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{}},"f:type":{}},
              "f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},
               "f:spec":{"f:containers":{"k:{\"name\":\"nginx\"}":{".":{},"f:image":{},"f:name":{},"f:resources":{},
                "f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}}}},"f:restartPolicy":{}}}}}
            """,
            deployment["metadata"]!["managedFields"]![0]!["fieldsV1"]);
    }

    private static JsonObject Apply(
        JsonObject? live, string spec, string manager = "one", bool force = false, string metadata = """{"name":"a"}""", int minutes = 0)
    {
        var applied = Tree.Map($$"""{"apiVersion":"x.io/v1","kind":"Thing","metadata":{{metadata}}}""");
        if (spec.Length > 0)
        {
            applied["spec"] = Tree.Node("{" + spec + "}");
        }
        return FieldManager.Apply(live, applied, s_schema, manager, "x.io/v1", null, force, s_start.AddMinutes(minutes));
    }

    private static JsonObject Create(string spec, string manager)
    {
        var created = Thing("\"spec\":{" + spec + "}");
        FieldManager.TrackUpdate(null, created, s_schema, manager, "x.io/v1", null, s_start);
        return created;
    }

    private static JsonObject Tagged(string names) => new()
    {
        ["spec"] = new JsonObject
        {
            ["tags"] = new JsonArray([.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => (JsonNode)name)]),
        },
    };

    private static JsonObject Thing(string members) => Tree.Map("{" + Header + "," + members + "}");

    private static JsonObject Copy(JsonObject resource) => (JsonObject)resource.DeepClone();

    private static string Fields(JsonObject resource, string manager) =>
        resource["metadata"]!["managedFields"]!.AsArray().Single(entry => entry!["manager"]!.GetValue<string>() == manager)!["fieldsV1"]!.ToJsonString();

    private static Schema Struct(Dictionary<string, Schema> properties) => new() { Type = SchemaType.Object, Properties = properties };
}
