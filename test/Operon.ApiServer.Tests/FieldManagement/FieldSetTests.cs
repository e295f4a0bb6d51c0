using System.Text.Json.Nodes;
using CsCheck;
using Operon.ApiServer.FieldManagement;
using Xunit;

namespace Operon.ApiServer.Tests.FieldManagement;

public sealed class FieldSetTests
{
    private static readonly Gen<FieldSet> s_sets = Gen.Char["abc"].Select(c => "f:" + c).Array[1, 3].Array[0, 6].Select(paths =>
    {
        var set = new FieldSet();
        foreach (var path in paths)
        {
            set.Insert(path);
        }
        return set;
    });

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:replicas":{}}}""")]
    [InlineData("""{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{}}},"f:finalizers":{"v:\"x\"":{}}}}""")]
    public void Its_json_form_reads_back(string json) => Assert.Equal(Tree.Node(json).ToJsonString(), FieldsV1.Encode(FieldsV1.Decode(Tree.Map(json))).ToJsonString());

    [Fact]
    public void Paths_read_as_users_know_them()
    {
        var set = FieldsV1.Decode(Tree.Map(
            """{"f:spec":{"f:containers":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:image":{}}},"f:list":{"v:\"x\"":{}}}}"""));

        Assert.Equal(
            [".spec.containers[containerPort=80,protocol=\"TCP\"]", ".spec.containers[containerPort=80,protocol=\"TCP\"].image", ".spec.list[=\"x\"]"],
            set.Paths().Select(PathElements.Text));
    }

    [Fact]
    public void Set_algebra_holds() =>
        Gen.Select(s_sets, s_sets).Sample((a, b) =>
            a.Union(b).SetEquals(b.Union(a))
            && a.Difference(b).Intersection(b).IsEmpty
            && a.Difference(b).Union(a.Intersection(b)).SetEquals(a)
            && FieldsV1.Decode((JsonObject)FieldsV1.Encode(a.Union(b)).DeepClone()).SetEquals(a.Union(b)), iter: 500);
}
