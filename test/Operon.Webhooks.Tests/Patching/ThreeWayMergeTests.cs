using System.Text.Json.Nodes;
using Operon.Kubernetes;
using Xunit;

namespace Operon.Webhooks.Tests;

public sealed class ThreeWayMergeTests
{
    [Theory]
    [InlineData("a parent that the raw object lacks is made", "{}", "{spec: {}}", "{spec: {a: 1}}", "{spec: {a: 1}}")]
    [InlineData("what only the type has stays out", "{}", "{spec: {size: 1}}", "{spec: {size: 1}}", "{}")]
    [InlineData("a removed field goes", "{a: 1, x: 2}", "{a: 1}", "{}", "{x: 2}")]
    [InlineData("items are told apart by name", "{l: [{name: a, x: 1}, {name: b, x: 2}]}", "{l: [{name: a}, {name: b}]}", "{l: [{name: b, v: 1}]}", "{l: [{name: b, x: 2, v: 1}]}")]
    [InlineData("an item put first leaves the others", "{l: [{name: a, x: 1}]}", "{l: [{name: a}]}", "{l: [{name: z}, {name: a}]}", "{l: [{name: z}, {name: a, x: 1}]}")]
    [InlineData("items without names keep their places", "{l: [{x: 1, v: 1}, {x: 2, v: 2}]}", "{l: [{v: 1}, {v: 2}]}", "{l: [{v: 1}, {v: 3}]}", "{l: [{x: 1, v: 1}, {x: 2, v: 3}]}")]
    [InlineData("swapped items take their unknown fields along", "{l: [{x: 1, v: 1}, {x: 2, v: 2}]}", "{l: [{v: 1}, {v: 2}]}", "{l: [{v: 2}, {v: 1}]}", "{l: [{x: 2, v: 2}, {x: 1, v: 1}]}")]
    [InlineData("values written in another way are left as they are", "{q: '1.0', n: null}", "{q: '1'}", "{q: '1'}", "{q: '1.0', n: null}")]
    [InlineData("a list of texts", "{l: [a, b]}", "{l: [a, b]}", "{l: [a, c, b]}", "{l: [a, c, b]}")]
    public void Carries_changes_over(string what, string raw, string before, string after, string expected)
    {
        var merged = ThreeWayMerge.Apply(Json(raw), Json(before), Json(after));
        Assert.True(JsonNode.DeepEquals(Json(expected), merged), $"{what}: {merged.ToJsonString()}");
    }

    private static JsonObject Json(string yaml) => Yaml.ToJson(yaml)[0]!.AsObject();
}
