using System.Text.Json.Nodes;
using Xunit;

namespace Operon.Kubernetes.Tests;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a", "\"a\"")]
    [InlineData("yes", "true")]
    [InlineData("Off", "false")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("\"1\"", "\"1\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("1", "1")]
    [InlineData("-12", "-12")]
    [InlineData("0x1F", "31")]
    [InlineData("0644", "420")]
    [InlineData("0o644", "420")]
    [InlineData("1_000", "1000")]
    [InlineData("08", "8")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("1.5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("100m", "\"100m\"")]
    [InlineData("2026-01-31", "\"2026-01-31\"")]
    [InlineData("2026-01-31T12:00:00Z", "\"2026-01-31T12:00:00Z\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("null", "null")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("y", "\"y\"")]
    [InlineData("-", "\"-\"")]
    public void A_scalar_is_what_kubernetes_takes_it_for(string yaml, string json)
    {
        var value = Yaml.ToJson($"v: {(yaml == "-" ? "\n  -" : yaml)}")[0]["v"];
        if (yaml == "-")
        {
            Assert.Equal("[null]", value!.ToJsonString());
            return;
        }

        Assert.Equal(json, value?.ToJsonString() ?? "null");
    }

    [Fact]
    public void Documents_without_content_are_left_out()
    {
        var documents = Yaml.ToJson("---\n# nothing\n---\na: 1\n---\n---\nb: 2\n...\n");
        Assert.Equal(["{\"a\":1}", "{\"b\":2}"], documents.Select(document => document.ToJsonString()));
    }

    [Fact]
    public void Anchors_and_merge_keys_are_applied_and_own_keys_win()
    {
        var json = Yaml.ToJson("base: &b {x: 1, y: 2}\nuse:\n  y: 3\n  <<: *b\nmany:\n  <<: [*b, {z: 4}]\nlist: [*b]\n")[0];
        Assert.Equal("""{"y":3,"x":1}""", json["use"]!.ToJsonString());
        Assert.Equal("""{"x":1,"y":2,"z":4}""", json["many"]!.ToJsonString());
        Assert.Equal("""[{"x":1,"y":2}]""", json["list"]!.ToJsonString());
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "line 3")]
    [InlineData("a: [1", "line")]
    [InlineData("a: *nowhere", "nowhere")]
    [InlineData("a: b: c", "line 1")]
    public void A_mistake_names_its_place(string yaml, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => Yaml.ToJson(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Aliases_cannot_blow_up_the_memory()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat("bcdefghi".Select((c, i) => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat("*" + (char)('a' + i), 10))}]\n"));
        Assert.Throws<FormatException>(() => Yaml.ToJson(bomb));
    }

    [Theory]
    [InlineData("""{"a":"yes","b":"1","c":"null","d":"","e":"true","f":"x: y","g":"# no","h":"-","i":" lead","j":"0x1F","k":"<<"}""")]
    [InlineData("""{"script":"line one\n  two\n\nthree\n","tail":"no end\nhere","tabs":"\t\n x","crlf":"a\r\nb"}""")]
    [InlineData("""{"empty":{},"none":[],"deep":{"list":[1,2.5,true,null,{"x":[[]]}]},"1":"number key","yes":"bool key"}""")]
    [InlineData("\"just text\"")]
    [InlineData("""{"uni":"ü €","long":"aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd eeeeeeeeee ffffffffff gggggggggg hhhhhhhhhh iiiiiiiiii jjjjjjjjjj"}""")]
    public void What_is_written_reads_back_the_same(string json)
    {
        var node = JsonNode.Parse(json)!;
        var yaml = Yaml.FromJson(node);
        Assert.True(JsonNode.DeepEquals(node, Yaml.ToJson(yaml)[0]), yaml);
    }

    [Fact]
    public void What_is_written_looks_like_a_manifest() =>
        Assert.Equal(
            "apiVersion: v1\nspec:\n  containers:\n  - name: c\n    command:\n    - sh\n  port: \"80\"\n",
            Yaml.FromJson(JsonNode.Parse("""{"apiVersion":"v1","spec":{"containers":[{"name":"c","command":["sh"]}],"port":"80"}}""")!));

    [Fact]
    public void Upstreams_samples_mean_the_same_in_yaml_and_json()
    {
        var files = Conformance.Files("*.yaml").ToArray();
        Assert.SkipWhen(files.Length == 0, "no conformance data");
        foreach (var file in files)
        {
            var yaml = Yaml.ToJson(File.ReadAllText(file))[0];
            Assert.Empty(Conformance.Differences(JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(file, ".json"))), yaml, Path.GetFileName(file)));
        }
    }
}
