using Operon.Kubernetes;

namespace Operon.Cli.Tests;

public sealed class ManifestsTests
{
    [Fact]
    public void Rbac_is_rendered_completely()
    {
        var rbac = Demo.Manifests.Rbac("storage");
        Assert.DoesNotContain("<", rbac, StringComparison.Ordinal);
        Assert.Equal(["ClusterRole", "ClusterRoleBinding"], Yaml.ToJson(rbac).Select(document => (string)document["kind"]!));
        Assert.Contains("namespace: storage", rbac, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_parses() =>
        Assert.Equal(["Deployment", "EtcdCluster"], Yaml.ToJson(Demo.Manifests.Deployment + "\n---\n" + Demo.Manifests.EtcdCluster).Select(document => (string)document["kind"]!));
}
