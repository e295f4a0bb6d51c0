using System.Text.Json.Nodes;
using CsCheck;
using Operon.ApiServer.Patching;
using Xunit;

namespace Operon.ApiServer.Tests.Patching;

public sealed class MergePatchTests
{
    private static readonly Gen<JsonNode> s_document = Gen.Recursive<JsonNode>((depth, self) => depth > 2
        ? Gen.Int[0, 3].Select(number => (JsonNode)JsonValue.Create(number))
        : Gen.OneOf(
            Gen.Int[0, 3].Select(number => (JsonNode)JsonValue.Create(number)),
            Gen.Select(Gen.Char["abc"].Select(c => c.ToString()), self).Array[0, 3].Select(JsonNode (members) =>
            {
                var map = new JsonObject();
                foreach (var (name, value) in members)
                {
                    map[name] = value.DeepClone();
                }
                return map;
            })));

    // The table is appendix A of RFC 7386.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Applies(string target, string patch, string expected) =>
        Tree.Equal(expected, MergePatch.Apply(Tree.Node(target), Tree.Node(patch)));

    [Fact]
    public void Applying_a_patch_twice_changes_nothing_more() =>
        Gen.Select(s_document, s_document).Sample((target, patch) =>
        {
            var once = MergePatch.Apply(target, patch);
            return JsonNode.DeepEquals(once, MergePatch.Apply(once, patch));
        }, iter: 500);

    [Fact]
    public void Leaves_its_arguments_alone() =>
        Gen.Select(s_document, s_document).Sample((target, patch) =>
        {
            var (before, beforePatch) = (target.ToJsonString(), patch.ToJsonString());
            MergePatch.Apply(target, patch);
            return target.ToJsonString() == before && patch.ToJsonString() == beforePatch;
        }, iter: 200);
}
