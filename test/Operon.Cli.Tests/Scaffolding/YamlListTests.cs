using System.Text.Json.Nodes;
using Operon.Cli.Scaffolding;
using Operon.Kubernetes;

namespace Operon.Cli.Tests.Scaffolding;

public sealed class YamlListTests
{
    private static readonly JsonNode _item = JsonValue.Create("../crd");

    [Fact]
    public void Comments_and_the_rest_of_the_file_stay_as_they_are()
    {
        const string text = "# top\nresources:\n# about a\n- a.yaml   # why\n- b.yaml\n\n# patches follow\npatches:\n- path: p.yaml\n";
        Assert.Equal("# top\nresources:\n# about a\n- a.yaml   # why\n- b.yaml\n- ../crd\n\n# patches follow\npatches:\n- path: p.yaml\n", YamlList.Append(text, "resources", _item));
    }

    [Theory]
    [InlineData("")]
    [InlineData("resources: []\n")]
    [InlineData("resources:\n")]
    [InlineData("resources: [a.yaml]\n")]
    [InlineData("resources:\n  - a.yaml\n")]
    [InlineData("namespace: x\n")]
    [InlineData("resources:\n- path: |\n    text\n    more\n")]
    [InlineData("resources:\n- a:\n    b: [c,\n      d]\nz: 1\n")]
    public void The_item_comes_last_in_whatever_form_the_list_has(string text)
    {
        var before = Yaml.ToJson(text) is [JsonObject found, ..] ? found : [];
        var after = (JsonObject)Yaml.ToJson(YamlList.Append(text, "resources", _item))[0];
        JsonNode[] expected = [.. (before["resources"] as JsonArray ?? []).Select(one => one!.DeepClone()), _item.DeepClone()];
        Assert.True(JsonNode.DeepEquals(new JsonArray(expected), after["resources"]), after.ToJsonString());
        Assert.All(before.Where(field => field.Key != "resources"), field => Assert.True(JsonNode.DeepEquals(field.Value, after[field.Key])));
    }

    [Fact]
    public void An_item_that_is_there_is_not_added_again()
    {
        const string text = "patches:\n  - {path: a.yaml, target: {kind: Deployment}}\n";
        Assert.Equal(text, YamlList.Append(text, "patches", new JsonObject { ["path"] = "a.yaml", ["target"] = new JsonObject { ["kind"] = "Deployment" } }));
    }

    [Theory]
    [InlineData("resources:\n- a.yaml\n- ../crd\n- b.yaml # last\n", "resources:\n- a.yaml\n- b.yaml # last\n")]
    [InlineData("x: 1\nresources:\n- ../crd\ny: 2\n", "x: 1\nresources: []\ny: 2\n")]
    [InlineData("resources:\n- a.yaml\n", "resources:\n- a.yaml\n")]
    public void An_item_is_taken_out_and_nothing_else(string text, string expected) => Assert.Equal(expected, YamlList.Remove(text, "resources", _item));
}
