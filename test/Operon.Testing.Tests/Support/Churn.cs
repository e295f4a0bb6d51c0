using System.Text.Json.Nodes;
using Operon.Kubernetes;

namespace Operon.Testing.Tests;

/// <summary>Changes to ConfigMaps, by the test's own client.</summary>
internal static class Churn
{
    public static async Task CreateAsync(TestCluster cluster, int from, int count, string namespaceName = "default")
    {
        for (var i = from; i < from + count; i++)
        {
            await cluster.CreateAsync(ResourceKinds.ConfigMap, Samples.ConfigMap($"map-{i}", "0", namespaceName), Samples.Cancel);
        }
    }

    public static Task SetAsync(TestCluster cluster, string name, string value, string namespaceName = "default") =>
        cluster.Observer.Resource(ResourceKinds.ConfigMap).PatchAsync(
            namespaceName, name, Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["value"] = value } }), Samples.Cancel);

    public static Task DeleteAsync(TestCluster cluster, string name, string namespaceName = "default") =>
        cluster.Observer.Resource(ResourceKinds.ConfigMap).DeleteAsync(namespaceName, name, Samples.Cancel);
}
