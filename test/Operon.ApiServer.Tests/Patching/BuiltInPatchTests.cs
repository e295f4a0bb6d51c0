using Operon.ApiServer.Patching;
using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Patching;

/// <summary>Patches as kubectl sends them, against the schemas of built-in kinds.</summary>
public sealed class BuiltInPatchTests
{
    private const string Deployment =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","finalizers":["x/a"]},
         "spec":{"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}},
          "template":{"spec":{"containers":[{"name":"web","image":"nginx:1","ports":[{"containerPort":80,"protocol":"TCP"}]}],
           "volumes":[{"name":"data","emptyDir":{}}],"tolerations":[{"key":"a","operator":"Exists"}]}}}}
        """;

    [Theory]
    // kubectl set image
    [InlineData(
        """{"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"web"}],"containers":[{"image":"nginx:2","name":"web"}]}}}}""",
        "$.spec.template.spec.containers",
        """[{"name":"web","image":"nginx:2","ports":[{"containerPort":80,"protocol":"TCP"}]}]""")]
    // kubectl apply after the strategy changed its type
    [InlineData(
        """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate","rollingUpdate":null}}}""",
        "$.spec.strategy",
        """{"type":"Recreate"}""")]
    // a volume that changes its source
    [InlineData(
        """{"spec":{"template":{"spec":{"$setElementOrder/volumes":[{"name":"data"}],"volumes":[{"$retainKeys":["name","hostPath"],"name":"data","hostPath":{"path":"/d"}}]}}}}""",
        "$.spec.template.spec.volumes",
        """[{"name":"data","hostPath":{"path":"/d"}}]""")]
    [InlineData(
        """{"spec":{"template":{"spec":{"tolerations":[{"key":"b"}]}}}}""",
        "$.spec.template.spec.tolerations",
        """[{"key":"b"}]""")]
    [InlineData("""{"metadata":{"finalizers":["x/b"]}}""", "$.metadata.finalizers", """["x/b","x/a"]""")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["x/a"]}}""", "$.metadata.finalizers", "[]")]
    public void Merges_as_kubectl_expects(string patch, string place, string expected)
    {
        var result = StrategicMergePatch.Apply(Tree.Map(Deployment), Tree.Map(patch), BuiltInSchemas.Find("apps", "v1", "Deployment")!);

        var found = place.Split('.').Skip(1).Aggregate((System.Text.Json.Nodes.JsonNode?)result, (node, name) => node![name]);
        Tree.Equal(expected, found);
    }
}
