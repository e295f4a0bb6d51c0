using System.Net;
using System.Text.Json.Nodes;
using Operon.ApiServer.Patching;
using Xunit;

namespace Operon.ApiServer.Tests.Patching;

public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":2}]""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/a","value":null}]""", """{"a":null}""")]
    [InlineData("""{"a":[1,3]}""", """[{"op":"add","path":"/a/1","value":2}]""", """{"a":[1,2,3]}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/-","value":{"x":1}}]""", """{"a":[1,{"x":1}]}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/1","value":2}]""", """{"a":[1,2]}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """[{"op":"remove","path":"/a/b"}]""", """{"a":{"c":2}}""")]
    [InlineData("""{"a":[1,2,3]}""", """[{"op":"remove","path":"/a/0"}]""", """{"a":[2,3]}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"/a","value":"x"}]""", """{"a":"x"}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":1}}]""", """{"b":1}""")]
    [InlineData("""{"a":{"b":1},"c":{}}""", """[{"op":"move","from":"/a/b","path":"/c/d"}]""", """{"a":{},"c":{"d":1}}""")]
    [InlineData("""{"a":[1,2,3]}""", """[{"op":"move","from":"/a/0","path":"/a/2"}]""", """{"a":[2,3,1]}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("""{"a":[1,{"b":2.0}]}""", """[{"op":"test","path":"/a","value":[1,{"b":2.0}]}]""", """{"a":[1,{"b":2.0}]}""")]
    [InlineData("""{"a":null}""", """[{"op":"test","path":"/a","value":null}]""", """{"a":null}""")]
    [InlineData("""{"m":{"x/y":1,"~":2}}""", """[{"op":"remove","path":"/m/x~1y"},{"op":"replace","path":"/m/~0","value":3}]""", """{"m":{"~":3}}""")]
    [InlineData("""{"":{"":1}}""", """[{"op":"replace","path":"//","value":2}]""", """{"":{"":2}}""")]
    public void Applies(string document, string patch, string expected)
    {
        var original = Tree.Node(document);

        var result = JsonPatch.Apply(original, Tree.List(patch));

        Tree.Equal(expected, result);
        Tree.Equal(document, original);
    }

    [Theory]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""", HttpStatusCode.UnprocessableEntity, "test failed")]
    [InlineData("""[{"op":"remove","path":"/nope"}]""", HttpStatusCode.UnprocessableEntity, "missing path")]
    [InlineData("""[{"op":"replace","path":"/nope","value":1}]""", HttpStatusCode.UnprocessableEntity, "missing path")]
    [InlineData("""[{"op":"add","path":"/nope/deep","value":1}]""", HttpStatusCode.UnprocessableEntity, "missing path")]
    [InlineData("""[{"op":"add","path":"/l/3","value":1}]""", HttpStatusCode.UnprocessableEntity, "out of bounds")]
    [InlineData("""[{"op":"add","path":"/l/01","value":1}]""", HttpStatusCode.UnprocessableEntity, "no array index")]
    [InlineData("""[{"op":"remove","path":"/l/-"}]""", HttpStatusCode.UnprocessableEntity, "no array index")]
    [InlineData("""[{"op":"move","from":"/m","path":"/m/x"}]""", HttpStatusCode.UnprocessableEntity, "into itself")]
    [InlineData("""[{"op":"add","path":"/x"}]""", HttpStatusCode.BadRequest, "lacks \"value\"")]
    [InlineData("""[{"op":"increment","path":"/a"}]""", HttpStatusCode.BadRequest, "increment")]
    [InlineData("""["x"]""", HttpStatusCode.BadRequest, "must be an object")]
    public void Refuses(string patch, HttpStatusCode code, string message)
    {
        var error = Assert.Throws<PatchException>(() => JsonPatch.Apply(Tree.Node("""{"a":1,"l":[1,2],"m":{}}"""), Tree.List(patch)));

        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_more_than_ten_thousand_operations()
    {
        var operations = new JsonArray([.. Enumerable.Range(0, 10_001).Select(_ => Tree.Node("""{"op":"test","path":"/a","value":1}"""))]);

        var error = Assert.Throws<PatchException>(() => JsonPatch.Apply(Tree.Node("""{"a":1}"""), operations));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, error.Code);
    }

    [Fact]
    public void Refuses_copies_that_grow_without_bound()
    {
        var operations = new JsonArray([.. Enumerable.Range(0, 30).Select(_ => Tree.Node("""{"op":"copy","from":"","path":"/a/-"}"""))]);

        var error = Assert.Throws<PatchException>(() => JsonPatch.Apply(Tree.Node("""{"a":[1,2,3]}"""), operations));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, error.Code);
    }
}
