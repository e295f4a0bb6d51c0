using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Schemas;

public sealed class SchemaDefaulterTests
{
    private const string Spec = """
        {"type":"object","properties":{"spec":{"type":"object","default":{},"properties":{
          "size":{"type":"integer","default":3},
          "mode":{"type":"string","default":"a","nullable":true},
          "items":{"type":"array","items":{"type":"object","properties":{"port":{"type":"integer","default":80}}}},
          "map":{"type":"object","additionalProperties":{"type":"object","properties":{"on":{"type":"boolean","default":true}}}}}}}}
        """;

    [Theory]
    [InlineData("{}", """{"spec":{"size":3,"mode":"a"}}""")]
    [InlineData("""{"spec":{"size":5,"mode":"b"}}""", """{"spec":{"size":5,"mode":"b"}}""")]
    [InlineData("""{"spec":{"size":null,"mode":null}}""", """{"spec":{"size":3,"mode":null}}""")]
    [InlineData("""{"spec":{"size":1,"mode":"b","items":[{},{"port":1}]}}""", """{"spec":{"size":1,"mode":"b","items":[{"port":80},{"port":1}]}}""")]
    [InlineData("""{"spec":{"size":1,"mode":"b","map":{"x":{}}}}""", """{"spec":{"size":1,"mode":"b","map":{"x":{"on":true}}}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":null,"labels":{"a":"b"}},"spec":{"size":1,"mode":"b","items":null}}""", """{"metadata":{"labels":{"a":"b"}},"spec":{"size":1,"mode":"b"}}""")]
    public void Fills_what_is_missing(string given, string expected)
    {
        var node = Tree.Map(given);

        SchemaDefaulter.Apply(node, SchemaReader.ReadStructural(Tree.Map(Spec)));

        Tree.Equal(expected, node);
    }

    [Fact]
    public void Gives_each_object_its_own_copy()
    {
        var schema = SchemaReader.ReadStructural(Tree.Map(Spec));
        var (first, second) = (Tree.Map("{}"), Tree.Map("{}"));

        SchemaDefaulter.Apply(first, schema);
        first["spec"]!["size"] = 9;
        SchemaDefaulter.Apply(second, schema);

        Tree.Equal("""{"spec":{"size":3,"mode":"a"}}""", second);
    }
}
