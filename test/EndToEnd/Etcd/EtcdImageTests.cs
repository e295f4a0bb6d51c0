using EndToEnd.Clusters;
using Operon.Etcd.Versions;

namespace EndToEnd.Etcd;

/// <summary>Every version of etcd that tests have runs under its own image tag.</summary>
public sealed class EtcdImageTests
{
    [Fact]
    public async Task Each_tag_runs_its_own_version()
    {
        await using var cluster = await TestCluster.StartAsync(withEtcdVersions: true);
        var all = await EtcdVersions.AllAsync();
        foreach (var etcd in all)
        {
            await cluster.ApplyAsync($$"""
                apiVersion: v1
                kind: Pod
                metadata: {name: "etcd-{{etcd.Version}}"}
                spec: {restartPolicy: Never, containers: [{name: etcd, image: "quay.io/coreos/etcd:{{etcd.Tag}}", args: [--version]}]}
                """);
        }

        foreach (var etcd in all)
        {
            await cluster.KubectlAsync("wait", "--for=jsonpath={.status.phase}=Succeeded", $"pod/etcd-{etcd.Version}", "--timeout=60s");
            Assert.Contains($"etcd Version: {etcd.Version}", await cluster.KubectlAsync("logs", $"etcd-{etcd.Version}"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("ImageVersionSubstituted", await cluster.KubectlAsync("get", "events"), StringComparison.Ordinal);
    }
}
