using System.Text.Json.Nodes;
using CsCheck;
using Operon.ApiServer.Patching;
using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    private static readonly Schema s_text = new() { Type = SchemaType.String };

    private static readonly Schema s_schema = Struct(new()
    {
        ["labels"] = new() { Type = SchemaType.Object, AdditionalProperties = s_text },
        ["containers"] = MergedList("name", Struct(new()
        {
            ["env"] = MergedList("name", Struct(new() { ["name"] = s_text, ["value"] = s_text })),
            ["args"] = new() { Type = SchemaType.Array, Items = s_text },
        })),
        ["finalizers"] = new() { Type = SchemaType.Array, Items = s_text, ListType = ListType.Set, PatchStrategies = ["merge"] },
        ["strategy"] = new() { Type = SchemaType.Object, PatchStrategies = ["retainKeys"] },
        ["swapped"] = new() { Type = SchemaType.Object, PatchStrategies = ["replace"] },
    });

    [Theory]
    // maps and scalars
    [InlineData("""{"labels":{"a":"1","b":"2"}}""", """{"labels":{"a":null,"c":"3"}}""", """{"labels":{"b":"2","c":"3"}}""")]
    [InlineData("""{}""", """{"labels":{"a":null,"c":"3"}}""", """{"labels":{"c":"3"}}""")]
    [InlineData("""{"swapped":{"a":1}}""", """{"swapped":{"b":2}}""", """{"swapped":{"b":2}}""")]
    [InlineData("""{"labels":{"a":"1"}}""", """{"labels":{"$patch":"replace","c":"3"}}""", """{"labels":{"c":"3"}}""")]
    [InlineData("""{"labels":{"a":"1"}}""", """{"labels":{"$patch":"delete"}}""", """{"labels":{}}""")]
    [InlineData("""{"labels":{"a":"1"}}""", """{"labels":{"$patch":"merge","b":"2"}}""", """{"labels":{"a":"1","b":"2"}}""")]
    [InlineData("""{"labels":{"a":"1"}}""", """{"labels":null}""", """{}""")]
    // lists with a merge key
    [InlineData("""{"containers":[{"name":"a","image":"1"}]}""", """{"containers":[{"name":"a","image":"2"}]}""", """{"containers":[{"name":"a","image":"2"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"c"}]}""", """{"containers":[{"name":"c"},{"name":"a"},{"name":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"a","$patch":"delete"}]}""", """{"containers":[{"name":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"$patch":"replace"},{"name":"c"}]}""", """{"containers":[{"name":"c"}]}""")]
    [InlineData("""{"containers":[{"name":"a","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}]}]}""",
        """{"containers":[{"name":"a","env":[{"name":"Y","value":"3"},{"name":"X","$patch":"delete"}]}]}""",
        """{"containers":[{"name":"a","env":[{"name":"Y","value":"3"}]}]}""")]
    [InlineData("""{"containers":[{"name":"a","args":["1","2"]}]}""", """{"containers":[{"name":"a","args":["3"]}]}""", """{"containers":[{"name":"a","args":["3"]}]}""")]
    [InlineData("""{"containers":[{"name":"a","image":"1"}]}""", """{"containers":[{"name":"a","image":null}]}""", """{"containers":[{"name":"a"}]}""")]
    [InlineData("""{}""", """{"containers":[{"name":"a","$patch":"delete"},{"name":"b","image":null}]}""", """{"containers":[{"name":"b"}]}""")]
    // order directives
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}""", """{"containers":[{"name":"b"},{"name":"a"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""",
        """{"$setElementOrder/containers":[{"name":"a"},{"name":"c"},{"name":"b"}],"containers":[{"name":"c","image":"x"}]}""",
        """{"containers":[{"name":"a"},{"name":"c","image":"x"},{"name":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"server"},{"name":"b"}]}""",
        """{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"a","$patch":"delete"}]}""",
        """{"containers":[{"name":"server"},{"name":"b"}]}""")]
    [InlineData("""{}""", """{"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"a"}]}""", """{"containers":[{"name":"a"}]}""")]
    // primitive lists
    [InlineData("""{"finalizers":["a","b"]}""", """{"finalizers":["c","b"]}""", """{"finalizers":["a","c","b"]}""", "free order")]
    [InlineData("""{"finalizers":["a","b"]}""", """{"$deleteFromPrimitiveList/finalizers":["a"]}""", """{"finalizers":["b"]}""")]
    [InlineData("""{"finalizers":["a","b"]}""",
        """{"$deleteFromPrimitiveList/finalizers":["a"],"$setElementOrder/finalizers":["c","b"],"finalizers":["c"]}""",
        """{"finalizers":["c","b"]}""")]
    // retainKeys
    [InlineData("""{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}""",
        """{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}""", """{"strategy":{"type":"Recreate"}}""")]
    public void Applies(string target, string patch, string expected, string order = "")
    {
        var result = StrategicMergePatch.Apply(Tree.Map(target), Tree.Map(patch), s_schema);

        if (order.Length > 0)
        {
            Assert.Equal(
                Tree.Map(expected)["finalizers"]!.AsArray().Select(item => item!.GetValue<string>()).Order(),
                result["finalizers"]!.AsArray().Select(item => item!.GetValue<string>()).Order());
            return;
        }
        Tree.Equal(expected, result);
    }

    [Theory]
    [InlineData("""{"labels":{"$patch":"explode"}}""", "explode")]
    [InlineData("""{"containers":[{"image":"x"}]}""", "merge key: name")]
    [InlineData("""{"containers":[{"$patch":"delete"}]}""", "merge key: name")]
    [InlineData("""{"strategy":{"$retainKeys":["type"],"rollingUpdate":{}}}""", "rollingUpdate")]
    [InlineData("""{"$setElementOrder/containers":"x"}""", "must be a list")]
    public void Refuses(string patch, string message)
    {
        var target = Tree.Map("""{"labels":{"a":"1"},"containers":[{"name":"a"}],"strategy":{"type":"x"}}""");

        var error = Assert.Throws<PatchException>(() => StrategicMergePatch.Apply(target, Tree.Map(patch), s_schema));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_order_of_members_of_a_merged_map() =>
        Assert.Equal(
            """{"labels":{"a":"1","b":"2"},"swapped":{}}""",
            StrategicMergePatch.Apply(Tree.Map("""{"labels":{"a":"0"},"swapped":{}}"""), Tree.Map("""{"labels":{"a":"1","b":"2"}}"""), s_schema).ToJsonString());

    [Fact]
    public void Merging_a_list_loses_no_element_and_ends_with_the_patch_in_its_own_order() =>
        Gen.Select(Names(), Names()).Sample((live, patch) =>
        {
            var target = new JsonObject { ["containers"] = Elements(live) };
            var result = StrategicMergePatch.Apply(target, new JsonObject { ["containers"] = Elements(patch) }, s_schema);
            var names = result["containers"]!.AsArray().Select(item => item!["name"]!.GetValue<string>()).ToArray();
            return names.Order().SequenceEqual(live.Union(patch).Order())
                && names.Where(patch.Contains).SequenceEqual(patch);
        }, iter: 500);

    private static Gen<string[]> Names() => Gen.Char["abcdef"].Select(c => c.ToString()).Array[0, 5].Select(names => names.Distinct().ToArray());

    private static JsonArray Elements(string[] names) => new([.. names.Select(name => new JsonObject { ["name"] = name })]);

    private static Schema Struct(Dictionary<string, Schema> properties) => new() { Type = SchemaType.Object, Properties = properties };

    private static Schema MergedList(string key, Schema items) => new()
    {
        Type = SchemaType.Array,
        ListType = ListType.Map,
        ListMapKeys = [key],
        PatchMergeKey = key,
        PatchStrategies = ["merge"],
        Items = items,
    };
}
