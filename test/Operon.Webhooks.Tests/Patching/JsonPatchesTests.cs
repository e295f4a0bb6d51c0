using System.Text.Json.Nodes;
using CsCheck;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class JsonPatchesTests
{
    private static readonly Gen<string> _name = Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("c/d"), Gen.Const("e~f"));

    private static readonly Gen<JsonNode?> _node = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Gen.Int[0, 2].Select(value => (JsonNode?)JsonValue.Create(value))
        : Gen.OneOf<JsonNode?>(
            Gen.Int[0, 2].Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Const((JsonNode?)null),
            inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Select(_name, inner).Array[0, 4].Select(fields => (JsonNode?)new JsonObject(
                fields.DistinctBy(field => field.Item1).Select(field => KeyValuePair.Create(field.Item1, field.Item2?.DeepClone()))))));

    [Fact]
    public void The_difference_applied_to_the_one_gives_the_other() =>
        Gen.Select(_node, _node).Sample((before, after) =>
        {
            var (from, to) = (new JsonObject { ["x"] = before?.DeepClone() }, new JsonObject { ["x"] = after?.DeepClone() });
            var patch = JsonPatches.Difference(from, to);
            return JsonNode.DeepEquals(to, JsonPatches.Apply(from, patch)) && (patch.Count == 0) == JsonNode.DeepEquals(from, to);
        });

    [Theory]
    [InlineData("""{"op":"remove","path":"/b"}""", "there is no b")]
    [InlineData("""{"op":"replace","path":"/a/7","value":1}""", "there is no item 7")]
    [InlineData("""{"op":"test","path":"/a/0","value":2}""", "the value there is another")]
    [InlineData("""{"op":"swap","path":"/a"}""", "there is no such operation")]
    public void Operations_that_do_not_fit_are_named(string operation, string why)
    {
        var failure = Assert.Throws<FormatException>(() => JsonPatches.Apply(JsonNode.Parse("""{"a":[1]}""")!, [JsonNode.Parse(operation)]));
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_operations_of_the_RFC_are_known()
    {
        var patched = JsonPatches.Apply(JsonNode.Parse("""{"a":[1,2],"b":{"c":3}}""")!, JsonNode.Parse(
            """[{"op":"copy","from":"/b","path":"/d"},{"op":"move","from":"/a/0","path":"/a/1"},{"op":"add","path":"/a/-","value":9},{"op":"replace","path":"/b/c","value":null},{"op":"test","path":"/a/0","value":2}]""")!.AsArray());
        Assert.Equal("""{"a":[2,1,9],"b":{"c":null},"d":{"c":3}}""", patched!.ToJsonString());
    }
}
