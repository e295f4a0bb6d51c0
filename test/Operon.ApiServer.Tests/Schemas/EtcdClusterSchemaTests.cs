using System.Text.Json.Nodes;
using Operon.ApiServer.Schemas;
using Xunit;

namespace Operon.ApiServer.Tests.Schemas;

/// <summary>A schema of the kind operators install: the whole path a custom resource takes, from the CRD to the stored object.</summary>
public sealed class EtcdClusterSchemaTests
{
    private static readonly JsonObject Crd = Tree.Map("""
        {"type":"object","required":["spec"],"properties":{
          "apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},
          "spec":{"type":"object","properties":{
            "size":{"type":"integer","format":"int32","minimum":1,"maximum":7,"default":3},
            "version":{"type":"string","pattern":"^\\d+\\.\\d+\\.\\d+$","default":"3.5.0"},
            "paused":{"type":"boolean"},
            "pod":{"type":"object","properties":{
              "labels":{"type":"object","additionalProperties":{"type":"string"}},
              "antiAffinity":{"type":"boolean"},
              "resources":{"type":"object","properties":{"limits":{"type":"object","additionalProperties":{
                "anyOf":[{"type":"integer"},{"type":"string"}],"x-kubernetes-int-or-string":true}}}},
              "etcdEnv":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
                "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"value":{"type":"string"}}}},
              "affinity":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},
            "TLS":{"type":"object","properties":{"static":{"type":"object","properties":{"operatorSecret":{"type":"string"}}}}}}},
          "status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}
        """);

    private static readonly Schema Schema = SchemaReader.ReadStructural(Crd);

    [Fact]
    public void Is_structural() => Assert.Empty(StructuralSchemaRules.Check(Crd, "spec.versions[0].schema.openAPIV3Schema"));

    [Fact]
    public void Takes_a_cluster_as_people_write_it()
    {
        var cluster = Tree.Map("""
            {"apiVersion":"etcd.database.coreos.com/v1beta2","kind":"EtcdCluster","metadata":{"name":"example","creationTimestamp":null},
             "spec":{"size":3,"sise":5,"pod":{"resources":{"limits":{"cpu":1,"memory":"1Gi"}},"affinity":{"anything":{"goes":[1]}}}},"status":{"members":{"ready":["a"]}}}
            """);
        var unknown = new List<string>();

        SchemaPruner.Prune(cluster, Schema, unknown);
        SchemaDefaulter.Apply(cluster, Schema);

        Assert.Equal(["spec.sise"], unknown);
        Assert.Empty(SchemaValidator.Validate(cluster, Schema, ""));
        Tree.Equal("""
            {"apiVersion":"etcd.database.coreos.com/v1beta2","kind":"EtcdCluster","metadata":{"name":"example"},
             "spec":{"size":3,"version":"3.5.0","pod":{"resources":{"limits":{"cpu":1,"memory":"1Gi"}},"affinity":{"anything":{"goes":[1]}}}},"status":{"members":{"ready":["a"]}}}
            """, cluster);
    }

    [Theory]
    [InlineData("""{"spec":{"size":0}}""", "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1")]
    [InlineData("""{"spec":{"size":"three"}}""", "spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"")]
    [InlineData("""{"spec":{"version":"latest"}}""", "spec.version: Invalid value: \"latest\": spec.version in body should match '^\\d+\\.\\d+\\.\\d+$'")]
    [InlineData("{}", "spec: Required value")]
    [InlineData("""{"spec":{"pod":{"etcdEnv":[{"name":"A"},{"name":"A"}]}}}""", "spec.pod.etcdEnv[1]: Duplicate value: {\"name\":\"A\"}")]
    public void Names_the_field_that_is_wrong(string cluster, string expected) =>
        Assert.Equal([expected], SchemaValidator.Validate(Tree.Map(cluster), Schema, "").Select(error => error.ToString()));
}
