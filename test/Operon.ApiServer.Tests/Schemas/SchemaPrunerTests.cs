using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Schemas;

public sealed class SchemaPrunerTests
{
    [Fact]
    public void Names_unknown_fields_of_built_in_kinds_by_path()
    {
        var pod = Tree.Map("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","bogus":1},"spec":{"foo":{"x":1},"containers":[{"name":"c","bar":2}]}}""");
        var unknown = new List<string>();

        SchemaPruner.Prune(pod, BuiltInSchemas.Find("", "v1", "Pod")!, unknown);

        Assert.Equal(["metadata.bogus", "spec.containers[0].bar", "spec.foo"], unknown.Order(StringComparer.Ordinal));
        Tree.Equal("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c"}]}}""", pod);
    }

    [Theory]
    [InlineData("""{"type":"object"}""", """{"a":1}""", "{}")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true}""", """{"a":{"b":1}}""", """{"a":{"b":1}}""")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"a":{"type":"object","properties":{"x":{"type":"string"}}}}}""",
        """{"a":{"x":"1","y":2},"z":3}""", """{"a":{"x":"1"},"z":3}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","additionalProperties":{"type":"object","properties":{"x":{"type":"string"}}}}}}""",
        """{"a":{"k":{"x":"1","y":2}}}""", """{"a":{"k":{"x":"1"}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"object"}}}}""", """{"a":[{"x":1}]}""", """{"a":[{}]}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","additionalProperties":true}}}""", """{"a":{"k":{"x":1}}}""", """{"a":{"k":{"x":1}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}""",
        """{"a":{"apiVersion":"v1","kind":"X","metadata":{"name":"n","no":1},"spec":{"q":1},"other":2}}""",
        """{"a":{"apiVersion":"v1","kind":"X","metadata":{"name":"n"},"spec":{"q":1}}}""")]
    [InlineData("""{"type":"object"}""", """{"apiVersion":"v1","kind":"X","metadata":{"labels":{"a":"b"}}}""", """{"apiVersion":"v1","kind":"X","metadata":{"labels":{"a":"b"}}}""")]
    public void Keeps_what_the_schema_of_a_CRD_allows(string schema, string given, string expected)
    {
        var node = Tree.Map(given);

        SchemaPruner.Prune(node, SchemaReader.ReadStructural(Tree.Map(schema)), null);

        Tree.Equal(expected, node);
    }

    [Fact]
    public void Nulls_of_built_in_kinds_mean_absent()
    {
        var deployment = Tree.Map("""{"metadata":{"creationTimestamp":null,"labels":{"a":"b"}},"spec":{"replicas":null,"template":{"spec":{"containers":[{"name":"c","env":null}]}}},"status":{}}""");

        SchemaPruner.DropNulls(deployment, BuiltInSchemas.Find("apps", "v1", "Deployment")!);

        Tree.Equal("""{"metadata":{"labels":{"a":"b"}},"spec":{"template":{"spec":{"containers":[{"name":"c"}]}}},"status":{}}""", deployment);
    }
}
