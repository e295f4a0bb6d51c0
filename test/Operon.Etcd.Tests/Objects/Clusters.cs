using System.Text.Json;
using Operon.Etcd.Api;

namespace Operon.Etcd.Tests.Objects;

/// <summary>Reads clusters as the API server would send them.</summary>
internal static class Clusters
{
    public static EtcdCluster Example(string spec = """{"size": 3, "version": "3.5.33"}""", string name = "example") => JsonSerializer.Deserialize(
        $$"""
        {"apiVersion": "etcd.database.coreos.com/v1beta2", "kind": "EtcdCluster",
         "metadata": {"name": "{{name}}", "namespace": "apps", "uid": "0b7e", "generation": 4}, "spec": {{spec}}}
        """,
        EtcdKinds.Cluster.Json)!;
}
