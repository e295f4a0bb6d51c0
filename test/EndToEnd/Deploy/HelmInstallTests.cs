using EndToEnd.Clusters;

namespace EndToEnd.Deploy;

/// <summary>The rendered chart on a cluster with real processes: its rights are enough for what the operator does.</summary>
public sealed class HelmInstallTests
{
    [Fact]
    public async Task An_operator_of_the_chart_runs_clusters_in_the_namespaces_it_watches()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.KubectlAsync("create", "namespace", "ops");
        await cluster.KubectlAsync("create", "namespace", "team-a");
        var rendered = await Chart.RenderAsync("ops", "watchNamespaces: [team-a]");
        Assert.True(rendered.ExitCode == 0, rendered.ToString());
        await cluster.ApplyAsync(rendered.Output);
        await cluster.KubectlAsync("-n", "ops", "rollout", "status", "deployment/etcd-operator", "--timeout=120s");

        await cluster.ApplyAsync("""
            apiVersion: etcd.database.coreos.com/v1beta2
            kind: EtcdCluster
            metadata: {name: main, namespace: team-a}
            spec: {size: 1, version: 3.4.23}
            """);
        await cluster.KubectlAsync("-n", "team-a", "wait", "--for=condition=Ready", "etcd/main", "--timeout=120s");
        Assert.Equal("1", await cluster.KubectlAsync("-n", "team-a", "get", "etcd/main", "-o", "jsonpath={.status.readyReplicas}"));

        var log = await cluster.KubectlAsync("-n", "ops", "logs", "-l", "app.kubernetes.io/name=etcd-operator", "--tail=-1");
        Assert.DoesNotContain("forbidden", log, StringComparison.OrdinalIgnoreCase);
    }
}
